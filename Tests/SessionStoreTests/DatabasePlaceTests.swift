import Foundation
import GRDB
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// What becomes of the files under a recorder's hands is seen, and what was written is not where nobody finds it.
@Suite struct DatabasePlaceTests {
    @Test func `a file that is where it was opened is intact, whatever is written into it`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        #expect(store.database.place == .intact)
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        try store.database.connections.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        #expect(store.database.place == .intact)
    }

    @Test(arguments: [
        ("rm livetop.db", DatabasePlace.lost("was removed")),
        ("rm livetop.db livetop.db-wal livetop.db-shm", .lost("was removed")),
        ("mv livetop.db other.db", .lost("was removed")),
        ("cp livetop.db c && mv c livetop.db", .lost("was replaced by another file")),
        ("rm livetop.db && ln -s other.db livetop.db", .lost("was replaced by another file")),
        ("rm livetop.db && mkdir livetop.db", .lost("was replaced by another file")),
        (": > livetop.db", .lost("was emptied")),
        ("rm livetop.db-wal", .logLost),
        ("rm livetop.db-shm", .logLost),
        ("mv livetop.db-wal w && cp w livetop.db-wal", .logLost),
        ("touch other.db", .intact),
    ])
    func `a file that lost its place is told from one that did not`(change: String, place: DatabasePlace) throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        try shell(change, in: store.folder)
        #expect(store.database.place == place)
    }

    @Test func `a removed folder, and one that was renamed`() throws {
        for change in ["rm -r data", "mv data elsewhere", "mv data elsewhere && mkdir data"] {
            let parent = try TemporaryFolder()
            let database = try SessionDatabase.open(in: parent.url.appendingPathComponent("data"))
            try shell(change, in: parent)
            #expect(database.place == .lost("was removed"), "\(change)")
        }
    }

    @Test func `a log that lost its name is written back, and recording goes on in the same file`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1), .frame(2)].items)
        try shell("rm livetop.db-wal livetop.db-shm", in: store.folder)
        store.database.abandon()
        let again = try SessionDatabase.open(in: store.folder.url)
        #expect(try recorder.reopen(again))
        try recorder.append([WireEvent.frame(3)].items)
        let sequences = try TestStore(folder: store.folder, database: again).events(of: .first).map(\.sequence)
        #expect(sequences == [0, 1, 2, 3])
    }

    @Test func `a log that could not be written back is told`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try store.database.connections.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        // As if the disk had kept the database and not the log.
        try shell("cp livetop.db c && mv c livetop.db && rm livetop.db-wal livetop.db-shm", in: store.folder)
        #expect(try !recorder.reopen(SessionDatabase.open(in: store.folder.url)))
    }

    @Test func `a database that was emptied is not filled with pieces of the old one`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        for sequence in 1...50 as ClosedRange<Int64> { try recorder.append([WireEvent.frame(sequence)].items) }
        try shell(": > livetop.db", in: store.folder)
        store.database.abandon()
        let again = try SessionDatabase.open(in: store.folder.url)
        #expect(try SessionIndex(again).sessions().isEmpty)
        #expect(try TestStore(folder: store.folder, database: again).texts("PRAGMA integrity_check") == ["ok"])
    }

    /// Closing any descriptor of a file gives up all locks of the process on it, those of the recorder included: the last
    /// of the others to close would then take the log away from under it.
    @Test func `opening the database beside its recorder leaves the recorder's locks alone`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        let before = try locks(on: store.database.file.path)
        try #require(!before.isEmpty, "SQLite holds a lock as long as it has the file open")
        do { _ = try MarkTable(SessionDatabase.openBeside(recorderIn: store.folder.url)).all() }
        #expect(try locks(on: store.database.file.path) == before)
    }

    /// The kernel's list: `1: POSIX  ADVISORY  READ 4711 00:2f:1234 128 128`.
    private func locks(on path: String) throws -> [String] {
        let number = try #require(
            FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? NSNumber)
        return try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: " ").dropFirst().joined(separator: " ")
        }.filter { $0.contains(" \(getpid()) ") && $0.contains(":\(number) ") }.sorted()
    }

    @Test func `who reads while it is closed gets an error, never a closed connection`() async throws {
        for _ in 0..<20 {
            let store = try TestStore()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<200 {
                            guard (try? SessionIndex(store.database).lastConnection()) != nil else { return }
                        }
                    }
                }
                group.addTask { store.database.abandon() }
            }
            let index = SessionIndex(store.database)
            let error = #expect(throws: SessionStore.DatabaseError.self) { try index.lastConnection() }
            #expect(error?.kind == .missing)
        }
    }
}

/// Runs a line of shell in a folder.
func shell(_ line: String, in folder: TemporaryFolder) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-ec", line]
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(line)")
}
