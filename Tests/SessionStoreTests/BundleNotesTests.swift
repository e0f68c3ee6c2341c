import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// What people and livetop noted of a session goes with it into a bundle, and out of it again.
@Suite struct BundleNotesTests {
    private func store() throws -> TestStore {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .closed(4)].items)
        return store
    }

    @Test func `marks and origin travel in a bundle`() throws {
        let store = try store()
        let origin = SessionID(ConnectionID(rawValue: 7))
        try MarkTable(store.database).set(Mark(session: .first, text: "whole"))
        try MarkTable(store.database).set(Mark(session: .first, at: .seconds(2, after: anchor), text: "slow"))
        try SessionOrigins(store.database).note(origin, of: .first)
        let file = store.folder.url.appendingPathComponent("call.livetop")
        try Bundle.write([.first], of: store.database, to: file)
        let other = try self.store()
        try Bundle.copyNotes(of: [.first], from: Bundle.open(file), to: other.database)
        #expect(try MarkTable(other.database).all() == MarkTable(store.database).all())
        #expect(try MarkTable(other.database).all().map(\.text) == ["whole", "slow"])
        #expect(try SessionOrigins(other.database).origin(of: .first) == origin)
        #expect(try SessionIndex(other.database).sessions().map(\.origin) == [origin])
    }

    @Test func `only the sessions that were taken bring their notes`() throws {
        let (store, other) = (try store(), try store())
        try MarkTable(store.database).set(Mark(session: .first, text: "mine"))
        try Bundle.copyNotes(of: [], from: store.database, to: other.database)
        #expect(try MarkTable(other.database).all().isEmpty)
    }
}
