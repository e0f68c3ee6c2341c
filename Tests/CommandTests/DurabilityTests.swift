import Corpus
import Foundation
import LiveProtocol
import Simulator
import Testing

/// What is on the disk after the worst: `kill -9`, a full disk, a disk that is full from the start.
@Suite(.serialized) struct DurabilityTests {
    @Test func `after kill -9 the database is whole and holds every frame relayed before the last moment`() async throws
    {
        let stage = try await CallStage()
        let call = Task { await stage.play(.voiceTalk(turns: 8)) }
        while stage.framesAtService < 150 { await Task.yield() }
        let relayed = stage.framesAtService
        // The promise is 250 ms; the rest is for a machine that runs all tests at once.
        try await Task.sleep(for: .seconds(1))
        stage.proxy.send(SIGKILL)
        #expect(await stage.proxy.status() == 128 + SIGKILL)
        _ = await call.value
        await stage.abandon()
        #expect(try integrity(of: stage.dataFolder) == "ok")
        let frames = try await stage.exported()
        #expect(frames.count >= relayed)
        #expect(try await stage.read(["ls"]).out.contains("closed"), "nobody is recording it any more")
    }

    @Test func `a full disk stops the recording, not the call, and loses nothing that fits in memory`() async throws {
        let stage = try await CallStage()
        let first = await stage.play(.textTalk(turns: 2), tag: "before")
        #expect(first.missed == nil, "\(first)")
        try limitFiles(of: stage.proxy.pid, to: "4096")
        let second = await stage.play(.voiceTalk(turns: 2), tag: "during")
        #expect(second.missed == nil, "the call must not notice: \(second)")
        try limitFiles(of: stage.proxy.pid, to: "unlimited")
        let third = await stage.play(.textTalk(turns: 2), tag: "after")
        #expect(third.missed == nil)
        let atService = stage.framesAtService
        #expect(await stage.end() == 128 + SIGTERM)
        #expect(try await stage.exported().count >= atService)
        #expect(try integrity(of: stage.dataFolder) == "ok")
    }

    @Test func `on a disk with little room payloads stop, frames are counted and the gap is told`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "livetop-tmpfs-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let isMounted = try run("mount", ["-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", folder.path]).status == 0
        defer {
            if isMounted { _ = try? run("umount", [folder.path]) }
            try? FileManager.default.removeItem(at: folder)
        }
        // Mounting needs privileges that not every machine gives to its tests.
        guard isMounted else { return }
        let stage = try await CallStage(dataFolder: folder.path)
        let outcome = await stage.play(.voiceTalk(turns: 2))
        #expect(outcome.missed == nil, "\(outcome)")
        #expect(await stage.end() == 128 + SIGTERM)
        let frames = try await stage.exported()
        #expect(!frames.isEmpty && frames.allSatisfy { $0["payload_b64"] is NSNull })
        let shown = try await stage.read(["show", "@last", "--json"]).json
        let traffic = try #require(shown["traffic"] as? [String: Any])
        #expect(traffic["droppedFrames"] as? Int == frames.count)
    }

    private func integrity(of folder: String) throws -> String {
        try run("sqlite3", [folder + "/livetop.db", "PRAGMA integrity_check"]).out
    }

    /// Sets the soft limit on the size of files, from outside, as an operator could.
    private func limitFiles(of pid: Int32, to bytes: String) throws {
        let result = try run("prlimit", ["--pid", String(pid), "--fsize=\(bytes):"])
        try #require(result.status == 0, "\(result)")
    }

    private func run(_ tool: String, _ arguments: [String]) throws -> (status: Int32, out: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return (process.terminationStatus, text)
    }
}
