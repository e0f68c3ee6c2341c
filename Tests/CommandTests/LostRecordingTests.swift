import Corpus
import Foundation
import LiveProtocol
import Simulator
import Testing

/// The database or its folder goes away while calls are recorded into it: that is said, counted, and recording goes on.
@Suite(.serialized) struct LostRecordingTests {
    @Test(arguments: [
        "rm FOLDER/livetop.db", "rm FOLDER/livetop.db*", "mv FOLDER/livetop.db FOLDER/away.db", "rm -r FOLDER",
        "mv FOLDER FOLDER.away", ": > FOLDER/livetop.db",
    ])
    func `what follows is in a new file, where the running call is introduced again`(change: String) async throws {
        let stage = try await CallStage()
        let call = Task { await stage.play(.voiceTalk(turns: 3), tag: "running") }
        while stage.framesAtService < 50 { await Task.yield() }
        let trusted = try kept(stage)
        try shell(change.replacing("FOLDER", with: stage.dataFolder))
        #expect(await call.value.missed == nil, "the call must not notice")
        let later = await stage.play(.textTalk(turns: 1), tag: "later")
        #expect(later.missed == nil)
        let status = try await stage.status { $0["recorderLoss"] is String }
        // Clients go on trusting this proxy, and a handle stays the same handle.
        while try kept(stage) != trusted { try await Task.sleep(for: .milliseconds(50)) }
        let dropped = try #require(status["droppedFrames"] as? Int)
        #expect(dropped > 0)
        #expect(status["recorderProblem"] is NSNull)
        let atService = stage.framesAtService
        #expect(await stage.end() == 128 + SIGTERM)
        // `rm -r` takes one file after the other: whoever looks in between finds only the log gone.
        let isNamed = ["livetop.db was", "livetop.db lost its log"].contains { stage.proxy.complaint.contains($0) }
        #expect(isNamed, "\(stage.proxy.complaint)")
        #expect(stage.proxy.complaint.contains("recording goes on in a new one"))
        #expect(stage.proxy.complaint.contains("\(dropped) frames were in a database that was removed"))
        // Nothing is missing without a count.
        let frames = try await stage.exported()
        #expect(frames.count + dropped >= atService, "\(frames.count) and \(dropped) of \(atService)")
        let shown = try await stage.read(["show", "tag:running", "--json"]).json
        let traffic = try #require(shown["traffic"] as? [String: Any])
        #expect(traffic["droppedFrames"] as? Int == dropped)
        let list = try await stage.read(["ls"]).out
        #expect(list.contains("running") && list.contains("later"), "\(list)")
        let mode = try FileManager.default.attributesOfItem(atPath: stage.dataFolder)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o700)
    }

    /// The authority and the key of handles; empty for what is not there.
    private func kept(_ stage: CallStage) throws -> [Data] {
        ["ca.pem", "ca-key.pem", "ca-bundle.pem", "redaction.key"].map { name in
            FileManager.default.contents(atPath: "\(stage.dataFolder)/\(name)") ?? Data()
        }
    }

    @Test func `where no file can be made it is said as long as it lasts, and what waits is recorded then`()
        async throws
    {
        let stage = try await CallStage()
        let first = await stage.play(.textTalk(turns: 1), tag: "before")
        #expect(first.missed == nil)
        // A folder of its name: no file can be made there, by root neither.
        try shell("rm \(stage.dataFolder)/livetop.db* && mkdir \(stage.dataFolder)/livetop.db")
        let status = try await stage.status { $0["recorderProblem"] is String }
        #expect((status["recorderProblem"] as? String)?.contains("livetop.db was replaced") == true, "\(status)")
        let second = await stage.play(.textTalk(turns: 1), tag: "during")
        #expect(second.missed == nil)
        let waiting = try await stage.status { ($0["waitingFrames"] as? Int ?? 0) > 0 }
        #expect(waiting["recorderProblem"] is String)
        try shell("rmdir \(stage.dataFolder)/livetop.db")
        _ = try await stage.status { $0["recorderProblem"] is NSNull && $0["waitingFrames"] as? Int == 0 }
        #expect(await stage.end() == 128 + SIGTERM)
        let list = try await stage.read(["ls"]).out
        #expect(list.contains("during"), "\(list)")
        #expect(stage.proxy.complaint.contains("there is a folder in its place"), "\(stage.proxy.complaint)")
    }

    @Test func `what could not be recorded until the end is told with its number`() async throws {
        let stage = try await CallStage()
        let first = await stage.play(.textTalk(turns: 1))
        #expect(first.missed == nil)
        let recorded = stage.framesAtService
        while try await stage.exported().count < recorded { await Task.yield() }
        try shell("rm \(stage.dataFolder)/livetop.db* && mkdir \(stage.dataFolder)/livetop.db")
        _ = try await stage.status { $0["recorderProblem"] is String }
        let second = await stage.play(.textTalk(turns: 1))
        #expect(second.missed == nil)
        let missing = stage.framesAtService - recorded
        #expect(await stage.end() == 128 + SIGTERM)
        let complaint = stage.proxy.complaint
        let line = try #require(complaint.split(separator: "\n").first { $0.contains("were not recorded because") })
        let count = try #require(line.split(separator: " ").compactMap { Int($0) }.first)
        #expect(count >= missing, "\(complaint)")
        #expect(line.contains("livetop.db was replaced by another file, and a new one cannot be begun"), "\(line)")
    }

    @Test func `others find the proxy again after its folder was removed`() async throws {
        let stage = try await CallStage()
        try shell("rm -r \(stage.dataFolder)")
        let status = try await stage.status { _ in true }
        #expect(status["pid"] as? Int32 == stage.proxy.pid)
        #expect(try await stage.read(["ls"]).status == 0)
        #expect(await stage.end() == 128 + SIGTERM)
        #expect(!FileManager.default.fileExists(atPath: stage.dataFolder + "/livetop.sock"))
    }

    @Test(arguments: ["livetop.db", "livetop.lock", "livetop.sock"])
    func `a link, a pipe and a folder in the place of a file are refused, each by what it is`(name: String) async throws
    {
        for (line, words) in [
            ("ln -s /etc/hosts PLACE", "a symbolic link"), ("mkfifo PLACE", "a named pipe"),
            ("mkdir PLACE", "a folder"),
        ] {
            let program = try Program()
            try shell("mkdir -p \(program.data) && " + line.replacing("PLACE", with: program.data + "/" + name))
            let output = try await program.run(["serve", "--port", "0"])
            #expect(output.status == 77, "\(line): \(output)")
            #expect(output.complaint.contains("here is \(words) in its place"), "\(line): \(output.complaint)")
            #expect(output.complaint.contains(name))
        }
    }

    private func shell(_ line: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-ec", line]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(line)")
    }
}

extension CallStage {
    /// Asks the control socket until the answer fits.
    func status(_ fits: ([String: Any]) -> Bool) async throws -> [String: Any] {
        for _ in 0..<300 {
            // There is none for a moment after a folder was removed.
            let socket = dataFolder + "/livetop.sock"
            if FileManager.default.fileExists(atPath: socket),
                let answer = try? ControlSocketTests.ask(socket, #"{"request":"status"}"# + "\n"),
                let document = try? JSONSerialization.jsonObject(with: answer) as? [String: Any],
                let status = document["status"] as? [String: Any], fits(status)
            {
                return status
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try #require(nil, "no such status; it complained: \(proxy.complaint)")
    }
}
