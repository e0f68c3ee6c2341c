internal import GRDB
public import LiveProtocol

extension Recording {
    /// Frames of each direction that are read from the beginning of a connection, and from its end.
    static let edgeFrames = (first: 8, last: 4)

    /// The beginning and the end of a connection, in order: who opened it, its first frames each way, its last ones and
    /// how it ended. As quick for a long connection as for a short one.
    public func edges(of id: ConnectionID) throws(DatabaseError) -> [WireEvent] {
        try database.read("Cannot read the recording") { connection in
            let start = try Int64.fetchOne(
                connection,
                sql: "SELECT a.started_ns FROM connections c JOIN recordings a ON a.id = c.recording WHERE c.id = ?",
                arguments: [id.columnValue])
            guard let start else { return [] }
            var events: [Int64: WireEvent] = [:]
            func read(_ table: EventLane.Table, _ sql: String, _ arguments: StatementArguments) throws {
                let columns = EventRow.columns(of: table, start: ":start")
                let rows = try Row.fetchCursor(
                    connection.cachedStatement(
                        sql: "SELECT \(columns) FROM \(table.rawValue) r WHERE r.connection = :id AND \(sql)"),
                    arguments: ["start": start, "id": id.columnValue] + arguments)
                while let row = try rows.next() {
                    events[try row.decode(Int64.self, atIndex: 0)] = try EventRow.event(row, of: table)
                }
            }
            let kinds = "kind IN ('opened', 'upgraded', 'refused', 'closed')"
            try read(.events, kinds, [:])
            for direction in Direction.allCases {
                for (order, count) in [("ASC", Self.edgeFrames.first), ("DESC", Self.edgeFrames.last)] {
                    try read(
                        .frames, "r.direction = :direction ORDER BY r.seq \(order), r.id \(order) LIMIT :count",
                        ["direction": Int64(direction.rawValue), "count": count])
                }
            }
            return events.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}
