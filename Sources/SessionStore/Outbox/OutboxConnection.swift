public import LiveProtocol

/// A row of `connections` with the recording that it is in, as it is sent to a central store, and as it comes back.
public struct OutboxConnection: Hashable, Sendable {
    /// A row of `recordings`.
    public struct Run: Hashable, Sendable {
        public var startedAt: Timestamp
        public var endedAt: Timestamp?
        /// Version of livetop.
        public var livetop: String
        public var capture: String
        public var host: String?

        public init(startedAt: Timestamp, endedAt: Timestamp?, livetop: String, capture: String, host: String?) {
            (self.startedAt, self.endedAt, self.livetop) = (startedAt, endedAt, livetop)
            (self.capture, self.host) = (capture, host)
        }
    }

    public var id: ConnectionID
    public var session: SessionID
    public var run: Run
    public var openedAt: Timestamp
    public var surface: String?
    public var version: String?
    public var method: String?
    public var target: String?
    public var upstream: String?
    public var client: String?
    public var isTLS: Bool?
    public var status: Int64?
    public var upgradedAt: Timestamp?
    public var closedAt: Timestamp?
    public var closeBy: String?
    public var closeCode: Int64?
    public var closeReason: String?

    public init(id: ConnectionID, session: SessionID, run: Run, openedAt: Timestamp) {
        (self.id, self.session, self.run, self.openedAt) = (id, session, run, openedAt)
    }
}
