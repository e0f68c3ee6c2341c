import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// What an import asks of a bundle before it reads it.
@Suite struct BundleSurveyTests {
    private let store: TestStore

    init() throws {
        store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(.second), .frame(1, of: .second)].items)
        try recorder.append([WireEvent.opened(after: 3), .frame(1), .closed(1)].items)
    }

    @Test func `connections come in the order of their first rows`() throws {
        let beginnings = try #require(try Bundle.beginnings(in: store.database))
        #expect(beginnings.map(\.connection) == [.second, .first])
        #expect(beginnings.map(\.session) == [SessionID(.second), .first])
        #expect(beginnings.last?.at == .seconds(3, after: anchor))
    }

    @Test(arguments: [
        "UPDATE frames SET direction = 2", "UPDATE frames SET size = -1", "UPDATE frames SET seq = -1",
        "UPDATE frames SET codec = 9", "UPDATE events SET kind = 'vanished'", "UPDATE events SET json = '{'",
        "UPDATE events SET seq = -1",
    ])
    func `where a row may not be readable, nothing is told`(change: String) throws {
        try store.execute(change + " WHERE id = (SELECT max(id) FROM \(change.split(separator: " ")[1]))")
        #expect(try Bundle.beginnings(in: store.database) == nil)
    }

    @Test func `a connection without rows is none`() throws {
        try store.execute("DELETE FROM frames; DELETE FROM events")
        #expect(try Bundle.beginnings(in: store.database)?.isEmpty == true)
    }
}
