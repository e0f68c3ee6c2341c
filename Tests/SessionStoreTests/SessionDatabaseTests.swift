import Foundation
import GRDB
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct SessionDatabaseTests {
    @Test func `folder and files are readable by their owner only`() throws {
        let parent = try TemporaryFolder()
        let folder = parent.url.appendingPathComponent("a/b")
        let database = try SessionDatabase.open(in: folder)
        var recorder = try Recorder(
            database, header: RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil))
        try recorder.append([WireEvent.frame(1).item])
        #expect(try mode(folder.path) == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(try mode(folder.path + "/" + name) == 0o600, "\(name)")
        }
        #expect(database.byteCount > 8192)
    }

    @Test func `a folder that exists keeps its mode`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        _ = try SessionDatabase.open(in: folder.url)
        #expect(try mode(folder.path) == 0o755)
    }

    @Test(arguments: [
        ("page_size", 16384), ("auto_vacuum", 2), ("application_id", 0x4C49_5645), ("user_version", 8),
        ("foreign_keys", 1), ("synchronous", 1),
    ])
    func `the file is set up as documented`(pragma: String, value: Int64) throws {
        let store = try TestStore()
        let found = try store.database.connections.writeWithoutTransaction { connection in
            try Int64.fetchOne(connection, sql: "PRAGMA \(pragma)")
        }
        #expect(found == value)
    }

    @Test func `the log is written ahead`() throws {
        let store = try TestStore()
        let mode = try store.database.read("test") { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
    }

    @Test func `every table is strict about its types`() throws {
        let store = try TestStore()
        let loose = try store.column(
            """
            SELECT count(*) FROM pragma_table_list
            WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'grdb%'
                AND name NOT LIKE 'text_index%' AND type = 'table' AND strict = 0
            """)
        #expect(loose == [0])
    }

    @Test func `opening again changes nothing and keeps what is there`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        let again = try SessionDatabase.open(in: store.folder.url)
        #expect(try SessionIndex(again).sessions().map(\.summary.frames) == [1])
    }

    @Test func `a reader sees what the writer commits`() throws {
        let store = try TestStore()
        let reader = try SessionDatabase.open(in: store.folder.url, readOnly: true)
        var recorder = try store.recorder()
        try recorder.append([WireEvent.frame(1).item])
        #expect(try SessionIndex(reader).sessions().count == 1)
    }

    @Test func `a reader cannot write`() throws {
        let store = try TestStore()
        let reader = try SessionDatabase.open(in: store.folder.url, readOnly: true)
        let error = #expect(throws: SessionStore.DatabaseError.self) {
            try Recorder(reader, header: RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil))
        }
        #expect(error?.kind == .unwritable)
    }

    @Test func `reading where nothing was recorded says so and makes nothing`() throws {
        let folder = try TemporaryFolder()
        #expect(failure(folder.url, readOnly: true)?.kind == .missing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: [true, false])
    func `a database of a newer livetop is left as it is`(readOnly: Bool) throws {
        let folder = try TestStore.changed(by: "PRAGMA user_version = 99")
        let before = try Data(contentsOf: folder.url.appendingPathComponent("livetop.db"))
        let error = try #require(failure(folder.url, readOnly: readOnly))
        #expect(error.kind == .newer)
        #expect(error.description.contains("newer livetop"))
        #expect(error.description.contains("Update livetop"))
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("livetop.db")) == before)
    }

    @Test(arguments: [true, false])
    func `another program's database is left as it is`(readOnly: Bool) throws {
        let folder = try TestStore.changed(by: "PRAGMA application_id = 77")
        #expect(failure(folder.url, readOnly: readOnly)?.kind == .foreign)
    }

    @Test(arguments: [true, false])
    func `a file that is no database is left as it is`(readOnly: Bool) throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("livetop.db")
        let text = Data(String(repeating: "Dear diary, today I was a file. ", count: 300).utf8)
        try text.write(to: file)
        #expect(failure(folder.url, readOnly: readOnly)?.kind == .foreign)
        #expect(try Data(contentsOf: file) == text)
    }

    @Test func `a database that was only begun is completed`() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appendingPathComponent("livetop.db"))
        #expect(failure(folder.url, readOnly: true)?.kind == .missing)
        let database = try SessionDatabase.open(in: folder.url)
        #expect(try SessionIndex(database).sessions().isEmpty)
    }

    @Test func `a data folder that cannot be made is named, with a cure`() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appendingPathComponent("taken"))
        for place in ["taken", "taken/below"] {
            let error = try #require(failure(folder.url.appendingPathComponent(place), readOnly: false))
            #expect(error.kind == .unwritable)
            #expect(error.description.contains("taken"))
            #expect(error.cure.contains("--data-dir"))
        }
    }

    @Test func `an error names the statement and not the values in it`() throws {
        let store = try TestStore()
        let error = #expect(throws: SessionStore.DatabaseError.self) {
            try store.database.write("Cannot test") { connection in
                try connection.execute(
                    sql: "INSERT INTO sessions (id, name, tag) VALUES (?, ?, ?)", arguments: [1, nil, "secret-1234"])
            }
        }
        var text = ""
        dump(error, to: &text)
        #expect(error?.sql?.contains("INSERT INTO sessions") == true)
        #expect(!text.contains("secret-1234"))
    }

    private func failure(_ folder: URL, readOnly: Bool) -> SessionStore.DatabaseError? {
        #expect(throws: SessionStore.DatabaseError.self) {
            try SessionDatabase.open(in: folder, readOnly: readOnly)
        }
    }

    private func mode(_ path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
}

extension TestStore {
    /// The folder of a closed database to which something was done.
    static func changed(by sql: String) throws -> TemporaryFolder {
        let store = try TestStore()
        try store.database.connections.writeWithoutTransaction { try $0.execute(sql: sql) }
        try store.database.connections.close()
        return store.folder
    }
}
