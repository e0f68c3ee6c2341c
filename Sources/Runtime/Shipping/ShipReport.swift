package import LiveProtocol
package import SessionStore
import Wording

/// What `livetop ship --status` says: what waits for each store, since when, and what to do.
package struct ShipReport {
    private let stores: [OutboxState]
    private let now: Timestamp

    package init(_ stores: [OutboxState], at now: Timestamp) { (self.stores, self.now) = (stores, now) }

    /// Stable: other programs rely on these keys. Unknown is null.
    package var json: JSONValue {
        .object([("schema", "livetop.ship/1"), ("stores", .array(stores.map(document)))])
    }

    private func document(_ store: OutboxState) -> JSONValue {
        .object([
            ("url", .string(store.url)), ("node", .string(store.node)), ("payload", .string(store.payload)),
            ("waitingRows", .integer(store.waitingRows)), ("waitingSince", .time(store.waitingSince)),
            ("lagSeconds", .number(lag(of: store)?.seconds)),
            ("unsettledSessions", .integer(store.unsettledSessions)), ("batches", .integer(store.batches)),
            ("rows", .integer(store.rows)), ("deadRows", .integer(store.deadRows)),
            ("droppedRows", .integer(store.droppedRows)), ("triedAt", .time(store.triedAt)),
            ("succeededAt", .time(store.succeededAt)), ("problem", .string(store.problem?.why)),
            ("problemSince", .time(store.problem?.since)), ("remedy", .string(store.problem?.cure)),
        ])
    }

    package var text: String {
        guard !stores.isEmpty else {
            return "Nothing is shipped from here. livetop ship --to http://HOST:8123/DATABASE"
        }
        return stores.map(lines).joined(separator: "\n\n")
    }

    private func lines(_ store: OutboxState) -> String {
        let sent = store.succeededAt.map { ", the last \($0.dateAndTime)" } ?? ""
        let lag = lag(of: store).map { ", for \(Words.time($0))" } ?? ""
        let waits = store.waitingRows == 0 ? "nothing" : "\(Format.counted(store.waitingRows, "row"))\(lag)"
        var lines = [
            "store      \(store.url)", "as         \(store.node), --payload \(store.payload)",
            "sent       \(Format.counted(store.rows, "row")) in \(Format.counted(store.batches, "batch", "batches"))\(sent)",
            "waits      \(waits)",
        ]
        if let problem = store.problem {
            lines.append("because    \(ForeignText.clean(problem.why)), since \(problem.since.dateAndTime)")
            lines.append("do         \(ForeignText.clean(problem.cure))")
        }
        if store.deadRows > 0 {
            lines.append(
                "refused    \(Format.counted(store.deadRows, "row")): livetop sql 'SELECT kind, row_id, code, reason FROM ship_dead'"
            )
        }
        if store.droppedRows > 0 {
            lines.append(
                "lost       \(Format.counted(store.droppedRows, "row was", "rows were")) removed here before being sent"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// How long the oldest row waits; nil where none does.
    private func lag(of store: OutboxState) -> Duration? { store.waitingSince.map { max(.zero, now - $0) } }
}
