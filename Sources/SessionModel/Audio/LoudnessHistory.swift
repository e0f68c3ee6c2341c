public import LiveProtocol

/// How loud sound was, in steps of a tenth of a second over the last ten minutes: what a timeline draws.
public struct LoudnessHistory: Codable, Hashable, Sendable {
    private static let step: Int64 = 100_000_000
    private static let capacity: Int64 = 6_000
    /// What is quieter counts as silence.
    private static let floor = -60.0

    /// Empty until something sounds: most connections are idle. It grows with the call, and goes round when it is full.
    private var levels: [UInt8] = []
    /// The step of the first level, as long as it has not gone round.
    private var begin: Int64 = 0
    /// Steps before this one are known.
    private var end: Int64 = 0

    public init() {}

    /// Nothing has sounded.
    public var isEmpty: Bool { levels.isEmpty }

    /// - Parameter level: in decibels below full scale.
    mutating func note(_ level: Double, at instant: Timestamp) {
        let step = Self.step(of: instant)
        // Older than what is remembered: it would put everything else out of sight.
        guard levels.isEmpty || step > end - Self.capacity else { return }
        if levels.isEmpty || step >= end + Self.capacity { (levels, begin, end) = ([], step, step) }
        makeRoom(for: step)
        let height = UInt8(min(max((level - Self.floor) * 4, 0), 240))
        levels[slot(step)] = max(levels[slot(step)], height)
    }

    private mutating func makeRoom(for step: Int64) {
        while end <= step {
            if levels.count < Self.capacity { append() } else { levels[slot(end)] = 0 }
            end += 1
        }
        guard step < begin, levels.count < Self.capacity else { return }
        levels.insert(contentsOf: repeatElement(0, count: Int(begin - step)), at: 0)
        begin = step
    }

    /// Takes no more memory than it may need: an array left to itself doubles it.
    private mutating func append() {
        if levels.count == levels.capacity {
            levels.reserveCapacity(min(Int(Self.capacity), max(2 * levels.count, 256)))
        }
        levels.append(0)
    }

    /// The loudest of a stretch of time, from 0 for -60 dBFS and below to 1 for full scale; 0 where nothing sounded or
    /// nobody remembers.
    public func loudest(from start: Timestamp, to end: Timestamp) -> Double {
        guard !levels.isEmpty else { return 0 }
        let first = max(Self.step(of: start), self.end - Int64(levels.count))
        let last = min(max(Self.step(of: end), Self.step(of: start)), self.end - 1)
        guard first <= last else { return 0 }
        let most = (first...last).reduce(UInt8(0)) { max($0, levels[slot($1)]) }
        return Double(most) / 240
    }

    private static func step(of instant: Timestamp) -> Int64 {
        instant.nanoseconds / step - (instant.nanoseconds % step < 0 ? 1 : 0)
    }

    private func slot(_ step: Int64) -> Int {
        Int(((step - begin) % Self.capacity + Self.capacity) % Self.capacity)
    }
}
