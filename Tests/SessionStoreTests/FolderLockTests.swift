import Foundation
import TestSupport
import Testing

@testable import SessionStore

@Suite struct FolderLockTests {
    @Test func `a second holder is told who the first one is`() throws {
        let folder = try TemporaryFolder()
        let lock = try FolderLock(folder.url)
        let holder = FolderLock.Holder(pid: 4711, port: 8910, version: "0.1", upstream: "https://example.test")
        try lock.publish(holder)
        let failure = #expect(throws: FolderLock.Failure.self) { try FolderLock(folder.url) }
        #expect(failure == .held(holder, folder: folder.path))
        #expect(failure?.description.contains("process 4711, listening on port 8910") == true)
        #expect(FolderLock.holder(of: folder.url) == holder)
        withExtendedLifetime(lock) {}
    }

    @Test func `the folder is free again when the holder is gone`() throws {
        let folder = try TemporaryFolder()
        do {
            let lock = try FolderLock(folder.url)
            try lock.publish(FolderLock.Holder(pid: 1, version: "0.1", upstream: "u"))
            #expect(FolderLock.isHeld(folder.url))
        }
        #expect(!FolderLock.isHeld(folder.url))
        #expect(FolderLock.holder(of: folder.url) == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.file("run.json")))
        _ = try FolderLock(folder.url)
    }

    /// As a program that another thread starts has it between fork and exec.
    @Test func `a copy of the descriptor does not keep the lock`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("livetop.lock")
        var copies: [Int32] = []
        defer { for copy in copies { close(copy) } }
        do {
            let lock = try FolderLock(folder.url)
            let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            let held = links.compactMap { Int32($0) }.filter { descriptor in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) == path
            }
            #expect(held.count == 1)
            copies = held.map { dup($0) }
            withExtendedLifetime(lock) {}
        }
        #expect(!FolderLock.isHeld(folder.url))
        _ = try FolderLock(folder.url)
    }

    @Test func `what a killed holder left behind is not believed`() throws {
        let folder = try TemporaryFolder()
        try Data(#"{"pid":1,"port":2,"upstream":"u","version":"v"}"#.utf8).write(
            to: folder.url.appendingPathComponent("run.json"))
        #expect(FolderLock.holder(of: folder.url) == nil)
        let lock = try FolderLock(folder.url)
        #expect(FolderLock.holder(of: folder.url) == nil)
        withExtendedLifetime(lock) {}
    }

    @Test func `lock and run file are readable by their owner only`() throws {
        let parent = try TemporaryFolder()
        let folder = parent.url.appendingPathComponent("data")
        let lock = try FolderLock(folder)
        try lock.publish(FolderLock.Holder(pid: 1, port: 2, version: "0.1", upstream: "u"))
        for (name, mode) in [("livetop.lock", 0o600), ("run.json", 0o600), ("", 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `a folder that cannot be used is named`() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appendingPathComponent("file"))
        let failure = #expect(throws: FolderLock.Failure.self) {
            try FolderLock(folder.url.appendingPathComponent("file"))
        }
        #expect(failure?.description.contains("/file") == true)
    }

    @Test(arguments: ["rm livetop.lock", "rm run.json", "rm -r ../data", "mv ../data ../elsewhere"])
    func `a lock that lost its place is taken anew, and others find the holder`(change: String) throws {
        let parent = try TemporaryFolder()
        let folder = parent.url.appendingPathComponent("data")
        let lock = try FolderLock(folder)
        let holder = FolderLock.Holder(pid: 4711, port: 8910, version: "0.1", upstream: "u")
        try lock.publish(holder)
        #expect(try !lock.renew(), "nothing is missing")
        try shell("cd data && \(change)", in: parent)
        #expect(FolderLock.holder(of: folder) == nil)
        #expect(try lock.renew())
        #expect(FolderLock.holder(of: folder) == holder)
        #expect(try !lock.renew())
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o700)
    }

    @Test func `somebody else may have come in between, and a folder without its parent stays away`() throws {
        let parent = try TemporaryFolder()
        let folder = parent.url.appendingPathComponent("above/data")
        let lock = try FolderLock(folder)
        try shell("rm above/data/livetop.lock", in: parent)
        do {
            let other = try FolderLock(folder)
            let failure = #expect(throws: FolderLock.Failure.self) { try lock.renew() }
            #expect(failure == .held(nil, folder: folder.path))
            withExtendedLifetime(other) {}
        }
        try shell("rm -r above", in: parent)
        #expect(throws: FolderLock.Failure.self) { try lock.renew() }
        #expect(!FileManager.default.fileExists(atPath: parent.file("above")))
    }
}
