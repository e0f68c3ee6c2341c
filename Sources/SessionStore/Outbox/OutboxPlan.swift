internal import GRDB
internal import LiveProtocol

/// What would be sent to a store.
public struct OutboxPlan: Hashable, Sendable {
    public var frames: Int64
    public var events: Int64
    public var sessions: Int64
    /// Of the payloads as they are recorded: what is sent may be less.
    public var payloadBytes: Int64
}

extension Outbox {
    /// Of a payload as it crossed: one is packed only where nothing of it is missing.
    static let payloadLength = "CASE codec WHEN 0 THEN length(payload) ELSE size END"

    /// All of it for a store that is new.
    public func plan() throws(DatabaseError) -> OutboxPlan {
        try database.read(Self.what) { connection in
            let acked =
                try Int64.fetchOne(connection, sql: "SELECT acked FROM ship_sinks WHERE url = ?", arguments: [url]) ?? 0
            let number = { (sql: String) in try Int64.fetchOne(connection, sql: sql, arguments: [acked]) ?? 0 }
            return OutboxPlan(
                frames: try number("SELECT count(*) FROM frames WHERE id > ?"),
                events: try number("SELECT count(*) FROM events WHERE id > ?"),
                sessions: try number(
                    """
                    SELECT count(DISTINCT session) FROM connections WHERE id IN (
                        SELECT connection FROM frames WHERE id > ?1 UNION SELECT connection FROM events WHERE id > ?1)
                    """),
                payloadBytes: try number(
                    "SELECT CAST(total(\(Self.payloadLength)) AS INTEGER) FROM frames WHERE id > ?"))
        }
    }
}
