/// Audio missing from streams that went on: pauses that no burst made good.
public struct AudioGaps: Codable, Hashable, Sendable {
    public var count = 0
    /// Audio missing altogether.
    public var total: Duration = .zero
    public var longest: Duration = .zero

    public init() {}

    package mutating func add(_ length: Duration) {
        count += 1
        total += length
        longest = max(longest, length)
    }
}
