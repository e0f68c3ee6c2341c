public import LiveProtocol

/// Times that one receiver did not take bytes fast enough.
public struct PauseClock: Codable, Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var total = Duration.zero
    public private(set) var longest = Duration.zero
    /// The beginning of the longest.
    public private(set) var longestSince: Timestamp?
    /// The pause that goes on.
    public private(set) var since: Timestamp?

    public init() {}

    mutating func begin(at instant: Timestamp) {
        if since == nil { since = instant }
    }

    mutating func end(at instant: Timestamp) {
        guard let start = since.take() else { return }
        count += 1
        total += instant - start
        guard instant - start > longest else { return }
        longest = instant - start
        longestSince = start
    }
}
