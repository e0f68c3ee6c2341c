public import LiveProtocol

/// What livetop was asked to break in the session: the first of it and the latest, each with its place.
public struct FaultTracker: Codable, Hashable, Sendable {
    public struct Entry: Codable, Hashable, Sendable {
        public var connection: ConnectionID
        /// The last frame before it.
        public var sequence: Int64
        public var at: Timestamp
        public var note: FaultNote
    }

    /// The first so many; `count` says how many there were.
    public private(set) var entries: [Entry] = []
    public private(set) var count = 0
    public private(set) var lastAt: Timestamp?

    private static let limit = 64

    public init() {}

    public var isEmpty: Bool { count == 0 }

    mutating func apply(_ event: LiveEvent) {
        guard case .wire(.fault(let note)) = event.kind else { return }
        count += 1
        lastAt = event.at
        guard entries.count < Self.limit else { return }
        entries.append(
            Entry(connection: event.connection, sequence: event.sequence, at: event.at, note: note))
    }
}
