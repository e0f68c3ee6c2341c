public import LiveProtocol

/// How loud sound was, in steps of a tenth of a second over the last ten minutes: what a timeline draws.
public struct LoudnessHistory: Codable, Hashable, Sendable {
    private static let step: Int64 = 100_000_000
    private static let capacity: Int64 = 6_000
    /// What is quieter counts as silence.
    private static let floor = -60.0

    /// Empty until something sounds: most connections are idle.
    private var levels: [UInt8] = []
    /// Steps before this one are known.
    private var end: Int64 = 0

    public init() {}

    /// - Parameter level: in decibels below full scale.
    mutating func note(_ level: Double, at instant: Timestamp) {
        let step = Self.step(of: instant)
        // Older than what is remembered: it would put everything else out of sight.
        guard levels.isEmpty || step > end - Self.capacity else { return }
        if levels.isEmpty || step >= end + Self.capacity {
            levels = [UInt8](repeating: 0, count: Int(Self.capacity))
            end = step
        }
        while end <= step {
            levels[Self.slot(end)] = 0
            end += 1
        }
        let height = UInt8(min(max((level - Self.floor) * 4, 0), 240))
        levels[Self.slot(step)] = max(levels[Self.slot(step)], height)
    }

    /// The loudest of a stretch of time, from 0 for -60 dBFS and below to 1 for full scale; 0 where nothing sounded or
    /// nobody remembers.
    public func loudest(from start: Timestamp, to end: Timestamp) -> Double {
        guard !levels.isEmpty else { return 0 }
        let first = max(Self.step(of: start), self.end - Self.capacity)
        let last = min(max(Self.step(of: end), Self.step(of: start)), self.end - 1)
        guard first <= last else { return 0 }
        let most = (first...last).reduce(UInt8(0)) { max($0, levels[Self.slot($1)]) }
        return Double(most) / 240
    }

    private static func step(of instant: Timestamp) -> Int64 {
        instant.nanoseconds / step - (instant.nanoseconds % step < 0 ? 1 : 0)
    }

    private static func slot(_ step: Int64) -> Int { Int((step % capacity + capacity) % capacity) }
}
