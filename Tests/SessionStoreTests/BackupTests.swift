import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct BackupTests {
    @Test func `a backup made in the middle of a recording is a database of its own`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1), .frame(2)].items)
        let folder = try TemporaryFolder()
        let target = folder.url.appendingPathComponent(SessionDatabase.fileName)
        try SessionDatabase.open(in: store.folder.url, readOnly: true).backUp(to: target)
        try recorder.append([WireEvent.frame(3), .closed(3)].items)

        let copy = try SessionDatabase.open(in: folder.url, readOnly: true)
        let other = TestStore(folder: folder, database: copy)
        #expect(try other.events(of: .first).map(\.sequence) == [0, 1, 2])
        #expect(try other.texts("PRAGMA integrity_check") == ["ok"])
        #expect(try other.column("PRAGMA page_size") == [16384])
        #expect(try other.column("PRAGMA auto_vacuum") == [2])
        #expect(try store.events(of: .first).count == 5)
    }

    @Test func `a target that cannot be written is told`() throws {
        let store = try TestStore()
        let target = URL(filePath: "/nowhere/copy.db")
        #expect { try store.database.backUp(to: target) } throws: { ($0 as? DatabaseError)?.kind == .unwritable }
    }
}
