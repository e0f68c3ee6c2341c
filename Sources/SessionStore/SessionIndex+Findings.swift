internal import GRDB
public import LiveProtocol

extension SessionIndex {
    /// How many sessions there are.
    public func count() throws(DatabaseError) -> Int64 {
        try database.read("Cannot count the sessions") { connection in
            try Int64.fetchOne(connection, sql: "SELECT count(*) FROM sessions") ?? 0
        }
    }

    /// What was found in each of some sessions, the worst first, without what other findings explain. A session that
    /// nobody looked at while it was recorded is missing.
    public func findings(of sessions: [SessionID]) throws(DatabaseError) -> [SessionID: [FindingRow]] {
        try database.read("Cannot read the findings") { connection in
            let rows = try connection.cachedStatement(
                sql: """
                    SELECT rule, variant, severity, confidence, predicted, from_ns, to_ns, times, resolved_ns, connection,
                        evidence_connection, evidence_seq, evidence_ns, evidence, title, cause, fix
                    FROM findings WHERE session = ? AND explained_by IS NULL ORDER BY id
                    """)
            let turns = try connection.cachedStatement(
                sql: "SELECT EXISTS (SELECT * FROM turns WHERE session = ?)")
            var found: [SessionID: [FindingRow]] = [:]
            for session in sessions {
                let id: StatementArguments = [session.firstConnection.columnValue]
                let all = try Row.fetchAll(rows, arguments: id).map(FindingRow.init)
                let isKnown = try !all.isEmpty || Bool.fetchOne(turns, arguments: id) == true
                if isKnown { found[session] = all }
            }
            return found
        }
    }
}

extension FindingRow {
    fileprivate init(_ row: Row) throws {
        let evidence: Evidence? = try row.decode(Int64?.self, forColumn: "evidence_connection").map { connection in
            Evidence(
                connection: ConnectionID(columnValue: connection),
                sequence: try row.decode(forColumn: "evidence_seq"),
                at: Timestamp(nanoseconds: try row.decode(Int64?.self, forColumn: "evidence_ns") ?? 0),
                note: try row.decode(forColumn: "evidence"))
        }
        self.init(
            rule: try row.decode(forColumn: "rule"), variant: try row.decode(forColumn: "variant"),
            severity: try row.decode(forColumn: "severity"),
            confidence: Confidence(rawValue: try row.decode(forColumn: "confidence")) ?? .low,
            isPrediction: try row.decode(forColumn: "predicted"),
            from: Timestamp(nanoseconds: try row.decode(forColumn: "from_ns")),
            to: Timestamp(nanoseconds: try row.decode(forColumn: "to_ns")), times: try row.decode(forColumn: "times"),
            resolvedAt: try row.decode(Int64?.self, forColumn: "resolved_ns").map(Timestamp.init),
            connection: try row.decode(Int64?.self, forColumn: "connection").map(ConnectionID.init(columnValue:)),
            evidence: evidence, title: try row.decode(forColumn: "title"), cause: try row.decode(forColumn: "cause"),
            fix: try row.decode(forColumn: "fix"), explainedBy: nil)
    }
}
