import GRDB
import LiveProtocol
import Testing

@testable import SessionStore

@Suite struct EventLaneTests {
    /// Sorting all rows of a recording for each page of it took longer the more there were, and wrote their payloads to a
    /// file meanwhile: analysis, which reads so what it had no time for, never caught up.
    @Test(arguments: [EventLane.Table.frames, .events], [nil, 1] as [Int64?])
    func `pages of all connections are read in the order of their rows`(
        table: EventLane.Table, recording: Int64?
    ) throws {
        let lane = EventLane(table, of: nil, in: recording, after: 0)
        let store = try TestStore()
        let plan = try store.database.read("plan") { connection in
            var arguments: StatementArguments = ["row": 0, "end": 10]
            if let recording { arguments += ["recording": recording] }
            let steps = try Row.fetchAll(
                connection, sql: "EXPLAIN QUERY PLAN " + lane.sql(in: nil), arguments: arguments)
            return steps.map { $0["detail"] as String? ?? "" }
        }
        #expect(plan.first?.hasPrefix("SEARCH r USING INTEGER PRIMARY KEY") == true, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
