/// How long to wait before the next attempt: half a second, then twice as long each time, a minute at most (or as it was
/// made), and any part of that, so that a fleet does not come back all at once.
public struct BackOff: Hashable, Sendable {
    public private(set) var failures = 0

    private let first: Double
    private let longest: Double

    /// - Parameters:
    ///   - first: seconds before the second attempt, at most.
    ///   - longest: seconds between two attempts, at most.
    public init(first: Double = 0.5, longest: Double = 60) { (self.first, self.longest) = (first, longest) }

    public mutating func succeed() { failures = 0 }

    /// - Parameters:
    ///   - asked: what the server asked for, in seconds.
    ///   - chance: from 0 to 1.
    /// - Returns: Seconds.
    public mutating func fail(asked: Double?, chance: Double) -> Double {
        failures += 1
        let doubled = first * Double(1 << min(failures - 1, 7))
        let own = max(0.1, min(doubled, longest) * min(max(chance, 0), 1))
        guard let asked, asked.isFinite, asked > 0 else { return own }
        return max(own, min(asked, 600))
    }
}
