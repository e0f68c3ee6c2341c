import Foundation
import GRDB
import TestSupport
import Testing

@testable import SessionStore

@Suite struct PatienceTests {
    @Test func `a reading without an end is ended, and says so`() throws {
        let store = try TestStore()
        let patience = Patience(limit: .milliseconds(50))
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { patience.watch($0) }
        let queue = try DatabaseQueue(path: store.database.file.path, configuration: configuration)
        let database = SessionDatabase(file: store.database.file, connections: queue, patience: patience)
        let error = #expect(throws: SessionStore.DatabaseError.self) {
            try database.read("Cannot count") { connection in
                try Int.fetchOne(
                    connection,
                    sql: "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT sum(x) FROM c")
            }
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.why.contains("takes far longer") == true)
        // The next one begins anew.
        #expect(try database.read("Cannot count") { try Int.fetchOne($0, sql: "SELECT 1") } == 1)
    }

    @Test func `time in which others have the processor does not count`() throws {
        let store = try TestStore()
        let patience = Patience(limit: .milliseconds(200))
        var configuration = Configuration()
        configuration.readonly = true
        let nap = DatabaseFunction("nap", argumentCount: 0) { _ in
            Thread.sleep(forTimeInterval: 0.3)
            return 1
        }
        configuration.prepareDatabase { connection in
            connection.add(function: nap)
            patience.watch(connection)
        }
        let queue = try DatabaseQueue(path: store.database.file.path, configuration: configuration)
        let database = SessionDatabase(file: store.database.file, connections: queue, patience: patience)
        let count = try database.read("Cannot count") { connection in
            try Int.fetchOne(
                connection,
                sql: """
                    WITH RECURSIVE c (x) AS (SELECT nap() UNION ALL SELECT x + 1 FROM c WHERE x < 500)
                    SELECT count(*) FROM c
                    """)
        }
        #expect(count == 500)
    }
}
