import Foundation
import TestSupport
import Testing

@testable import Runtime

/// Small files of a data folder.
@Suite struct DataFolderFilesTests {
    private static let names = ["ca-key.pem", "ca.pem", "ca-bundle.pem", "redaction.key"]

    private static func stage() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in names { try Data(name.utf8).write(to: folder.url.appending(path: name)) }
        return folder
    }

    @Test func `what vanished comes back, and nothing else is touched`() throws {
        let folder = try Self.stage()
        let kept = KeptFiles(in: folder.path)
        #expect(try kept.restore() == [])
        try FileManager.default.removeItem(atPath: folder.file("redaction.key"))
        try Data("changed".utf8).write(to: folder.url.appending(path: "ca-bundle.pem"))
        #expect(try kept.restore() == ["redaction.key"])
        #expect(FileManager.default.contents(atPath: folder.file("redaction.key")) == Data("redaction.key".utf8))
        #expect(FileManager.default.contents(atPath: folder.file("ca-bundle.pem")) == Data("changed".utf8))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("redaction.key"))[.posixPermissions]
        #expect((mode as? NSNumber)?.int16Value == 0o600)
    }

    @Test func `under another root all of it is written back`() throws {
        let folder = try Self.stage()
        let kept = KeptFiles(in: folder.path)
        try Data("of another process".utf8).write(to: folder.url.appending(path: "ca.pem"))
        #expect(try kept.restore() == Self.names)
        #expect(FileManager.default.contents(atPath: folder.file("ca.pem")) == Data("ca.pem".utf8))
    }

    @Test func `handles stay equal within a folder, and nobody can compare them with another's`() throws {
        let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
        let hash = try KeyedHash(folder: one.url)(Array("handle".utf8))
        #expect(try KeyedHash(folder: one.url)(Array("handle".utf8)) == hash)
        #expect(try KeyedHash(folder: one.url)(Array("other".utf8)) != hash)
        #expect(try KeyedHash(folder: two.url)(Array("handle".utf8)) != hash)
        #expect(hash.hasPrefix("h:") && hash.count == 34)
        let mode = try FileManager.default.attributesOfItem(atPath: one.file("redaction.key"))[.posixPermissions]
        #expect((mode as? NSNumber)?.int16Value == 0o600)
    }

    @Test func `the control socket has a path that the system takes`() throws {
        #expect(ControlSocketPath.path(for: "/home/a/data") == "/home/a/data/livetop.sock")
        let long = "/home/" + String(repeating: "x", count: 120)
        let path = ControlSocketPath.path(for: long)
        #expect(path.utf8.count < 108 && path.hasSuffix(".sock"))
        #expect(ControlSocketPath.path(for: long) == path)
        #expect(ControlSocketPath.path(for: long + "x") != path)
    }
}
