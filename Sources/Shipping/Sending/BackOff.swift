/// How long to wait before the next attempt: half a second, then twice as long each time, a minute at most, and any part
/// of that, so that a fleet does not come back all at once.
public struct BackOff: Hashable, Sendable {
    public private(set) var failures = 0

    private static let first = 0.5
    private static let longest = 60.0

    public init() {}

    public mutating func succeed() { failures = 0 }

    /// - Parameters:
    ///   - asked: what the server asked for, in seconds.
    ///   - chance: from 0 to 1.
    /// - Returns: Seconds.
    public mutating func fail(asked: Double?, chance: Double) -> Double {
        failures += 1
        var longest = Self.first
        for _ in 1..<min(failures, 8) where failures > 1 { longest *= 2 }
        longest = min(longest, Self.longest)
        let own = max(0.1, longest * min(max(chance, 0), 1))
        guard let asked, asked.isFinite, asked > 0 else { return own }
        return max(own, min(asked, 600))
    }
}
