import Foundation
import GRDB
import TestSupport
import Testing

@testable import SessionStore

/// What is in the place of one of our files and is none is refused, by what it is, and nobody waits for it.
@Suite struct OwnFileTests {
    static let intruders = [
        ("ln -s /etc/passwd NAME", "symbolic link"), ("ln -s nowhere NAME", "symbolic link"),
        ("mkfifo NAME", "named pipe"), ("mkdir NAME", "folder"),
    ]

    @Test(arguments: ["livetop.db", "livetop.db-wal", "livetop.db-shm"], intruders)
    func `in the place of the database`(name: String, intruder: (line: String, words: String)) throws {
        let folder: TemporaryFolder
        if name == "livetop.db" {
            folder = try TemporaryFolder()
        } else {
            let store = try TestStore()
            try store.database.connections.close()
            folder = store.folder
        }
        try shell(intruder.line.replacing("NAME", with: name), in: folder)
        for readOnly in [true, false] {
            let error = #expect(throws: SessionStore.DatabaseError.self) {
                try SessionDatabase.open(in: folder.url, readOnly: readOnly)
            }
            // To a reader, a link to nowhere is no database.
            guard error?.kind != .missing || intruder.line != "ln -s nowhere NAME" else { continue }
            #expect(error?.kind == .unwritable)
            #expect(error?.why.contains(intruder.words) == true, "\(String(describing: error))")
            #expect(error?.what.contains(name) == true)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
    }

    @Test(arguments: intruders)
    func `in the place of the lock`(intruder: (line: String, words: String)) throws {
        let folder = try TemporaryFolder()
        try shell(intruder.line.replacing("NAME", with: "livetop.lock"), in: folder)
        let failure = #expect(throws: FolderLock.Failure.self) { try FolderLock(folder.url) }
        #expect(failure?.description.contains(intruder.words) == true, "\(String(describing: failure))")
        #expect(!FolderLock.isHeld(folder.url))
        #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
    }

    @Test(arguments: intruders)
    func `in the place of what the holder says of itself`(intruder: (line: String, words: String)) throws {
        let folder = try TemporaryFolder()
        let lock = try FolderLock(folder.url)
        try shell(intruder.line.replacing("NAME", with: "run.json"), in: folder)
        #expect(FolderLock.holder(of: folder.url) == nil)
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: intruders + [("echo text > NAME", "ordinary file")])
    func `in the place of the socket`(intruder: (line: String, words: String)) throws {
        let folder = try TemporaryFolder()
        try shell(intruder.line.replacing("NAME", with: "livetop.sock"), in: folder)
        let error = #expect(throws: SessionStore.DatabaseError.self) {
            try OwnFile.checkSocket(folder.file("livetop.sock"))
        }
        #expect(error?.why.contains(intruder.words) == true)
    }

    @Test func `a data folder that the user chose may be a link`() throws {
        let parent = try TemporaryFolder()
        try shell("mkdir real && ln -s real link", in: parent)
        _ = try SessionDatabase.open(in: parent.url.appendingPathComponent("link"))
        #expect(FileManager.default.fileExists(atPath: parent.file("real/livetop.db")))
        let lock = try FolderLock(parent.url.appendingPathComponent("link"))
        #expect(FolderLock.isHeld(parent.url.appendingPathComponent("real")))
        withExtendedLifetime(lock) {}
    }
}
