package import LiveProtocol

/// Loudness along the clock in steps of 20 ms, for the comparison of what the user's microphone hears with what the
/// model says (`docs/metrics.md#speech-and-echo`).
package struct Envelope: Codable, Hashable, Sendable {
    /// Empty until something sounds: most connections are idle.
    private var levels: [UInt8] = []
    private let capacity: Int
    /// Steps from here on are known, up to `end`.
    private(set) var end: Int64 = .min

    static let step = FrameCutter.frameLength
    /// What is quieter counts as silence.
    private static let floor = -60.0

    package init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// Sets the loudness at `instant`. What lies further ahead than half of what there is room for is not kept.
    package mutating func set(_ level: Double, at instant: Timestamp, now: Timestamp) {
        let step = Self.step(of: instant)
        guard step - Self.step(of: now) < Int64(capacity / 2) else { return }
        let isNear = end != .min && abs(step.subtractingClamped(end)) <= Int64(capacity)
        if !isNear { clear(from: step) }
        while end < step {
            levels[slot(end)] = 0
            end += 1
        }
        levels[slot(step)] = UInt8(min(max((level - Self.floor) * 4, 0), 255))
        end = max(end, step + 1)
    }

    private mutating func clear(from step: Int64) {
        levels = [UInt8](repeating: 0, count: capacity)
        end = step
    }

    package subscript(step: Int64) -> UInt8 {
        guard !levels.isEmpty, step < end, end - step <= Int64(capacity) else { return 0 }
        return levels[slot(step)]
    }

    private func slot(_ step: Int64) -> Int { Int(truncatingIfNeeded: UInt64(bitPattern: step) % UInt64(capacity)) }

    package static func step(of instant: Timestamp) -> Int64 { instant.nanoseconds / step.nanoseconds }
}

extension Envelope {
    /// How closely one envelope follows another, and how far behind.
    package struct Likeness: Hashable, Sendable {
        package var score: Double
        package var delay: Duration
    }

    /// Highest correlation of `self` in `steps` with `other` up to 800 ms before; nil where one of them is constant.
    package func likeness(to other: Envelope, in steps: Range<Int64>) -> Likeness? {
        let mine = steps.map { Double(self[$0]) }
        let longest = 40
        let theirs = (steps.lowerBound - Int64(longest)..<steps.upperBound).map { Double(other[$0]) }
        let all = (0...longest).compactMap { offset in
            Self.pearson(mine, theirs[offset..<offset + mine.count]).map {
                Likeness(score: $0, delay: Self.step * (longest - offset))
            }
        }
        return all.max { $0.score < $1.score }
    }

    private static func pearson(_ left: [Double], _ right: ArraySlice<Double>) -> Double? {
        let count = Double(left.count)
        guard count > 0 else { return nil }
        let (leftMean, rightMean) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
        var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0)
        for (a, b) in zip(left, right) {
            product += (a - leftMean) * (b - rightMean)
            leftSquare += (a - leftMean) * (a - leftMean)
            rightSquare += (b - rightMean) * (b - rightMean)
        }
        let scale = (leftSquare * rightSquare).squareRoot()
        return scale > 0 ? product / scale : nil
    }
}
