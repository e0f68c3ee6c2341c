public import LiveProtocol

/// What a central store is asked for. Each answer has the columns that `RowReader` reads, every row once.
public enum ReadingStatements {
    /// The newest sessions.
    ///
    /// - Parameter node: only what this one sent; nil for all.
    public static func sessions(node: String?, limit: Int) -> String {
        select(
            RowReader.sessionColumns, .sessions, "gone = 0\(only(node)) ORDER BY opened_ns DESC, node LIMIT \(limit)")
    }

    /// Connections that have opened since an instant.
    public static func connections(node: String?, since instant: Timestamp) -> String {
        select(RowReader.connectionColumns, .connections, "opened_ns >= \(instant.nanoseconds)\(only(node))")
    }

    private static func only(_ node: String?) -> String { node.map { " AND node = \(StoreQuery.quoted($0))" } ?? "" }

    /// The next rows of a connection behind a number.
    public static func frames(
        of connection: ConnectionID, at node: String, after sequence: Int64, limit: Int
    ) -> String {
        select(
            RowReader.frameColumns, .frames,
            "\(key(connection, node)) AND seq > \(sequence) ORDER BY seq LIMIT \(limit)")
    }

    public static func events(of connection: ConnectionID, at node: String) -> String {
        select(RowReader.eventColumns, .events, key(connection, node))
    }

    /// The first frames of a connection each way, or the last.
    public static func edge(
        of connection: ConnectionID, at node: String, _ direction: Direction, isFirst: Bool, count: Int
    ) -> String {
        select(
            RowReader.frameColumns, .frames,
            "\(key(connection, node)) AND dir = '\(direction.name)' ORDER BY seq \(isFirst ? "ASC" : "DESC") LIMIT \(count)"
        )
    }

    private static func key(_ connection: ConnectionID, _ node: String) -> String {
        "node = \(StoreQuery.quoted(node)) AND connection = \(connection.rawValue)"
    }

    private static func select(_ columns: [String], _ table: StoreTable, _ condition: String) -> String {
        "SELECT \(columns.joined(separator: ", ")) FROM \(table.rawValue) FINAL WHERE \(condition) FORMAT RowBinary"
    }
}
