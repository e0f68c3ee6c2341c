import TestSupport
import Testing

@testable import SessionStore

@Suite struct SQLQueryTests {
    private func run(_ text: String, on store: TestStore, limit: Int = .max) throws -> (
        columns: [[String]], rows: [[SQLValue]]
    ) {
        var columns: [[String]] = []
        var rows: [[SQLValue]] = []
        let database = try SessionDatabase.open(in: store.folder.url, readOnly: true)
        try SQLQuery(text).run(on: database) {
            columns.append($0)
        } row: {
            rows.append($0)
            return rows.count < limit
        }
        return (columns, rows)
    }

    @Test func `values of every kind come as SQLite holds them`() throws {
        let result = try run("SELECT 1 AS a, 1.5 AS b, 'x' AS c, x'00FF' AS d, NULL AS e", on: TestStore())
        #expect(result.columns == [["a", "b", "c", "d", "e"]])
        #expect(result.rows == [[.integer(1), .real(1.5), .text("x"), .blob([0, 255]), .null]])
    }

    @Test func `several statements run in turn, and the reader may stop`() throws {
        let store = try TestStore()
        #expect(try run("SELECT 1; SELECT 2;", on: store).rows == [[.integer(1)], [.integer(2)]])
        #expect(try run("-- one; then\n /* the */ SELECT 1", on: store).rows == [[.integer(1)]])
        let many = "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        #expect(try run(many, on: store, limit: 3).rows.count == 3)
    }

    @Test(arguments: [
        "DELETE FROM sessions", "CREATE TABLE x (a)", "ATTACH 'other.db' AS other", "VACUUM INTO 'copy.db'",
        "PRAGMA user_version = 9", "INSERT INTO marks (session, at_ns) VALUES (1, 1)", "BEGIN",
        "WITH a AS (SELECT 1) DELETE FROM sessions",
        "/* SELECT */ DROP TABLE frames",
    ])
    func `nothing but reading is done`(text: String) throws {
        let store = try TestStore()
        #expect { try run(text, on: store) } throws: { ($0 as? DatabaseError)?.kind == .badQuery }
        #expect(try store.column("PRAGMA user_version") == [Int64(Migrations.version)])
    }

    @Test func `a mistake is told in SQLite's words`() throws {
        let store = try TestStore()
        #expect { try run("SELECT absent", on: store) } throws: {
            ($0 as? DatabaseError)?.why.contains("no such column: absent") == true
        }
    }

    @Test func `the schema is complete and SQLite takes it`() throws {
        let statements = try Schema.statements()
        #expect(statements.contains { $0.hasPrefix("CREATE VIRTUAL TABLE text_index") })
        #expect(statements.contains { $0.hasPrefix("CREATE TABLE frames") })
        #expect(statements.contains { $0.hasPrefix("CREATE VIEW v_sessions") })
        #expect(Schema.version == 8)
    }
}
