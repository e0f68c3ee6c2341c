import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// An import is here as a whole or not at all, also when its process was killed.
@Suite struct AbandonedImportTests {
    private func imported(into store: TestStore) throws -> Recorder {
        let header = RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil)
        var recorder = try Recorder(store.database, header: header, endedAt: anchor)
        try recorder.append([WireEvent.opened(), .frame(1), .frame(2), .closed(2)].items)
        try recorder.finish(at: anchor)
        return recorder
    }

    private func sessions(in store: TestStore, readOnly: Bool) throws -> Int {
        try SessionIndex(SessionDatabase.open(in: store.folder.url, readOnly: readOnly)).sessions().count
    }

    @Test(arguments: [true, false]) func `of one that was cut off nothing remains`(readOnly: Bool) throws {
        let store = try TestStore()
        _ = try ImportLock(store.folder.url)
        _ = try imported(into: store)
        #expect(try sessions(in: store, readOnly: readOnly) == 0)
        for table in ["recordings", "connections", "frames", "events"] {
            #expect(try store.column("SELECT count(*) FROM \(table)") == [0], "\(table)")
        }
    }

    @Test func `one that is running is left alone, one that is complete stays`() throws {
        let store = try TestStore()
        let lock = try ImportLock(store.folder.url)
        let recorder = try imported(into: store)
        #expect(try sessions(in: store, readOnly: true) == 1)
        #expect(try sessions(in: store, readOnly: false) == 1)
        try Recorder.keep([recorder])
        withExtendedLifetime(lock) {}
        _ = consume lock
        #expect(try sessions(in: store, readOnly: true) == 1)
        #expect(try store.column("SELECT count(*) FROM frames") == [2])
    }
}
