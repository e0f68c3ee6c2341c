internal import GRDB
public import LiveProtocol
public import SessionModel

extension RecordedFrames {
    /// A session that came before another.
    public struct Earlier: Sendable {
        public var session: SessionID
        public var tag: String?
        /// The first setup that crossed; nil when none did, or its frame was not captured.
        public var setup: SetupSummary?
    }

    /// The latest session before `session` that has the same tag, else the latest before it; nil for the first.
    public func earlier(than session: SessionID) throws(DatabaseError) -> Earlier? {
        let row = try database.read(Self.what) { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT s.id, s.tag, c.surface, c.version, c.method
                    FROM sessions s LEFT JOIN connections c ON c.id = s.id
                    WHERE s.id < ?1 AND EXISTS (SELECT 1 FROM frames WHERE connection = s.id)
                    ORDER BY s.tag IS (SELECT tag FROM sessions WHERE id = ?1) DESC, s.id DESC LIMIT 1
                    """, arguments: [session.firstConnection.columnValue]
            ).map { row in
                (
                    ConnectionID(columnValue: try row.decode(atIndex: 0)), try row.decode(String?.self, atIndex: 1),
                    Endpoint(
                        surface: Endpoint.Surface(rawValue: try row.decode(String?.self, atIndex: 2) ?? "") ?? .unknown,
                        version: try row.decode(String?.self, atIndex: 3),
                        method: Endpoint.Method(rawValue: try row.decode(String?.self, atIndex: 4) ?? "") ?? .unknown)
                )
            }
        }
        guard let (connection, tag, endpoint) = row else { return nil }
        return Earlier(
            session: SessionID(connection), tag: tag, setup: try setup(of: connection, at: endpoint))
    }

    /// The setup is the first message, unless something went wrong before it.
    private func setup(
        of connection: ConnectionID, at endpoint: Endpoint
    ) throws(DatabaseError) -> SetupSummary? {
        var decoder = LiveDecoder(connection: connection)
        for event in try events(connection, 1...Self.setupLimit) {
            for fact in decoder.decode(event) {
                guard case .client(.setup(let setup)) = fact.kind else { continue }
                return SetupSummary(setup, at: fact.at, connection: connection, endpoint: endpoint)
            }
        }
        return nil
    }

    private static let setupLimit: Int64 = 64
}
