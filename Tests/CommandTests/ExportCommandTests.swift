import Corpus
import Foundation
import Simulator
import Testing

/// `livetop export` where the world does not play along: a full disk, a file that is there, a call that goes on.
@Suite(.serialized) struct ExportCommandTests {
    private func recorded() async throws -> CallStage {
        let stage = try await CallStage()
        _ = await stage.play(.voiceTalk(turns: 2))
        _ = await stage.end()
        return stage
    }

    /// Names of the files in the test's home that begin like the target.
    private func left(_ stage: CallStage) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: stage.program.file("")).filter { $0.hasPrefix("call.") }
    }

    /// 128 blocks of 512 bytes: enough for what SQLite maps beside the database, not for the export.
    private static let smallDisk = "ulimit -f 128; exec \"$0\" \"$@\""

    @Test func `a full disk ends with 74, leaves no half file, and spares the one that was there`() async throws {
        let stage = try await recorded()
        for format in ["ndjson", "har", "wav", "bundle"] {
            let target = stage.program.file("call.\(format)")
            let arguments =
                ["export", "@last", "--format", format, "-o", target, "--data-dir", stage.dataFolder]
                + (format == "ndjson" ? ["--raw"] : [])
            let failed = try await stage.program.run(arguments, through: Self.smallDisk)
            #expect(failed.status == 74, "\(format): \(failed.complaint)")
            #expect(failed.complaint.split(separator: "\n").count == 3, "\(format): \(failed.complaint)")
            #expect(try left(stage).isEmpty, "\(format)")
            _ = try stage.program.write("before", to: "call.\(format)")
            let spared = try await stage.program.run(arguments + ["--force"], through: Self.smallDisk)
            #expect(spared.status == 74)
            #expect(try String(contentsOfFile: target, encoding: .utf8) == "before")
            #expect(try left(stage) == ["call.\(format)"])
            try FileManager.default.removeItem(atPath: target)
        }
    }

    @Test(arguments: [["-o", "/dev/full"], []]) func `a device without space ends with 74`(target: [String])
        async throws
    {
        let stage = try await recorded()
        let output = try await stage.program.run(
            ["export", "@last", "--format", "csv", "--data-dir", stage.dataFolder] + target,
            through: target.isEmpty ? "exec \"$0\" \"$@\" >/dev/full" : nil)
        #expect(output.status == 74, "\(output.complaint)")
        #expect(output.complaint.contains("cannot write"))
    }

    @Test func `an existing file is replaced only when told so`() async throws {
        let stage = try await recorded()
        let target = try stage.program.write("before", to: "call.srt")
        let arguments = ["export", "@last", "--format", "srt", "-o", target]
        let refused = try await stage.read(arguments)
        #expect(refused.status == 73)
        #expect(refused.complaint.contains("--force"))
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "before")
        #expect(try await stage.read(arguments + ["--force"]).status == 0)
        // A folder is no file, with --force or without.
        let folder = stage.program.file("bin")
        for force in [[], ["--force"]] {
            let wrong = try await stage.read(["export", "@last", "--format", "html", "-o", folder] + force)
            #expect(wrong.status == 73)
            #expect(wrong.complaint.contains("why: it is a folder"), "\(wrong.complaint)")
            #expect(wrong.complaint.contains("-o \(folder)/call.html"), "\(wrong.complaint)")
        }
        let homeless = try await stage.read(
            ["export", "@last", "--format", "html", "-o", stage.program.file("new/call.html")])
        #expect(homeless.complaint.hasSuffix("  do:  mkdir -p \(stage.program.file("new"))\n"), "\(homeless.complaint)")
        #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix("1"))
    }

    @Test func `of a call that goes on there is what there was, and it is said`() async throws {
        let silence = Script {
            client(.setup(SetupLine(model: "gemini-3.8-live")))
            server(.setupComplete)
            client(.audio(.silence(.seconds(600))))
        }
        let stage = try await CallStage()
        let call = Task { await stage.play(silence) }
        for _ in 0..<200 {
            let sessions = try await stage.read(["ls", "--json"]).json["sessions"] as? [[String: Any]]
            if let frames = sessions?.first?["frames"] as? Int, frames > 10 { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        for format in ["ndjson", "bundle", "markdown"] {
            let target = stage.program.file("call.\(format)")
            let output = try await stage.read(["export", "@last", "--format", format, "-o", target])
            #expect(output.status == 0, "\(format): \(output.complaint)")
            #expect(output.complaint.contains("is still running: this is what there was of it"), "\(format)")
            #expect(try Data(contentsOf: URL(filePath: target)).count > 500, "\(format)")
        }
        _ = await stage.end()
        _ = await call.value
    }

    @Test(arguments: ["ndjson", "bundle"]) func `an anonymous export says whether its findings are the same`(
        format: String
    ) async throws {
        let stage = try await recorded()
        let target = stage.program.file("call.\(format)")
        let output = try await stage.read(["export", "@last", "--format", format, "--anonymise", "-o", target])
        #expect(output.status == 0, "\(output.complaint)")
        #expect(output.complaint.contains("is anonymous; its findings are the same"), "\(output.complaint)")
        let bytes = String(decoding: try Data(contentsOf: URL(filePath: target)), as: UTF8.self)
        #expect(bytes.contains("setupComplete") && !bytes.contains("\"stage\""))
    }
}
