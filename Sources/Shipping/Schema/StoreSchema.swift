/// The statements that make the tables of a central store: `livetop ship --print-ddl`. Nobody but a person runs them.
public enum StoreSchema: String, CaseIterable, Hashable, Sendable {
    /// For every server, however old.
    case portable
    /// Smaller and quicker, and old frames go by themselves; for a server of this decade.
    case modern
    /// The same for a cluster with replicas.
    case cluster

    /// - Parameter cluster: what the servers call the cluster.
    public func statements(database: String, cluster: String = "fleet") -> [String] {
        StoreTable.allCases.flatMap { table in
            self == .cluster ? Self.replicated(table, database, cluster) : [own(table, "\(database).\(table.rawValue)")]
        }
    }

    public func text(database: String) -> String {
        (["CREATE DATABASE IF NOT EXISTS \(database)"] + statements(database: database)).map { $0 + ";\n" }
            .joined(separator: "\n")
    }

    private func own(_ table: StoreTable, _ name: String) -> String {
        let isPortable = self == .portable
        return """
            CREATE TABLE IF NOT EXISTS \(name) (
            \(columns(table))
            ) ENGINE = ReplacingMergeTree(ver) PARTITION BY toYYYYMM(day) ORDER BY (\(table.key.joined(separator: ", ")))\
            \(isPortable ? "" : Self.expiry(table) + "\nSETTINGS non_replicated_deduplication_window = 1000")
            """
    }

    private func columns(_ table: StoreTable) -> String {
        var lines = table.columns.map { column in
            "    \(column.name) \(self == .portable ? column.type.portable : column.type.modern)"
        }
        // An insert names its columns: what is computed may be added.
        if self != .portable, table == .frames || table == .events {
            lines.append("    ts DateTime64(9, 'UTC') MATERIALIZED fromUnixTimestamp64Nano(t_ns)")
        }
        return lines.joined(separator: ",\n")
    }

    /// What is large goes after a month, what answers most questions after a year.
    private static func expiry(_ table: StoreTable) -> String {
        let days = table == .frames || table == .events ? 30 : 365
        return "\nTTL day + INTERVAL \(days) DAY"
    }

    private static func replicated(_ table: StoreTable, _ database: String, _ cluster: String) -> [String] {
        let local = "\(database).\(table.rawValue)_local"
        return [
            """
            CREATE TABLE IF NOT EXISTS \(local) ON CLUSTER \(cluster) (
            \(StoreSchema.cluster.columns(table))
            ) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/\(database)/\(table.rawValue)', \
            '{replica}', ver)
            PARTITION BY toYYYYMM(day) ORDER BY (\(table.key.joined(separator: ", ")))\(expiry(table))
            """,
            """
            CREATE TABLE IF NOT EXISTS \(database).\(table.rawValue) ON CLUSTER \(cluster) AS \(local)
            ENGINE = Distributed(\(cluster), \(database), \(table.rawValue)_local, cityHash64(node, \(table.key[1])))
            """,
        ]
    }

    /// What is not as livetop needs it, in one sentence; nil when all is.
    ///
    /// - Parameter found: the types of the columns that there are, by table and name.
    public static func shortcoming(in found: [String: [String: String]]) -> String? {
        for table in StoreTable.allCases {
            guard let columns = found[table.rawValue], !columns.isEmpty else {
                return "there is no table \(table.rawValue)"
            }
            for column in table.columns {
                guard let type = columns[column.name] else { return "\(table.rawValue) has no column \(column.name)" }
                guard column.type.isFulfilled(by: type) else {
                    return "\(table.rawValue).\(column.name) is \(type), and not \(column.type.portable)"
                }
            }
        }
        return nil
    }
}
