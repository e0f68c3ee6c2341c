import LiveProtocol

/// Messages of conversations that livetop relays and does not read, by what they call themselves.
public struct UndecodedCounter: Codable, Hashable, Sendable {
    public private(set) var kinds: [String: Int64] = [:]
    /// Beyond the kinds that are kept.
    public private(set) var others: Int64 = 0

    private static let kindLimit = 32

    public init() {}

    public var messages: Int64 { kinds.values.reduce(others) { $0.addingClamped($1) } }

    public var isEmpty: Bool { kinds.isEmpty }

    /// The most frequent first.
    public var sorted: [(kind: String, count: Int64)] {
        kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (kind: $0.key, count: $0.value) }
    }

    mutating func apply(_ event: LiveEvent) {
        guard case .undecoded(_, let kind) = event.kind else { return }
        if kinds[kind] != nil || kinds.count < Self.kindLimit {
            kinds[kind, default: 0] += 1
        } else {
            others = others.addingClamped(1)
        }
    }
}
