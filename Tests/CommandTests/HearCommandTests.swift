import Foundation
import Simulator
import Testing

/// Sound through an external player: here one that keeps what it is given.
struct HearCommandTests {
    /// A turn that is spoken and answered.
    private static let talk = Script {
        client(.setup(SetupLine()))
        server(.setupComplete)
        client(.audio(.speech(.milliseconds(600))))
        client(.audio(.silence(.milliseconds(400))))
        server(.audio(.seconds(1)))
        server(.turnComplete)
        client(.close(1000))
    }

    /// A program that writes what it plays into `file`, and who it is into `file.name`.
    private static func player(_ name: String, in program: Program, keeps file: String, status: Int = 0) throws
        -> String
    {
        let path = try program.write(
            """
            #!/bin/sh
            for last; do :; done
            cat "$last" >'\(file)'
            echo "\(name) $#" >'\(file).name'
            exit \(status)
            """, to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test func `the configured player gets the turn as a WAV file, and nothing stays behind`() async throws {
        let stage = try await CallStage(script: Self.talk)
        _ = await stage.play(Self.talk)
        // What is read while a call is recorded lacks what waits for the next transaction.
        _ = await stage.end()
        let heard = stage.program.file("heard.wav")
        let player = try Self.player("player", in: stage.program, keeps: heard)
        _ = try stage.program.write("[player]\ncommand = \"'\(player)' -x\"\n", to: "config/livetop/config.toml")
        let output = try await stage.read(["hear", "--turn", "1"])
        #expect(output.status == 0, "\(output.complaint)")
        let exported = stage.program.file("turn.wav")
        _ = try await stage.read(["export", "--format", "wav", "--turn", "1", "-o", exported])
        let sound = try Data(contentsOf: URL(filePath: heard))
        #expect(try sound == Data(contentsOf: URL(filePath: exported)))
        #expect(sound.starts(with: Data("RIFF".utf8)))
        #expect(try String(contentsOfFile: heard + ".name", encoding: .utf8) == "player 2\n")
        let rest = try FileManager.default.contentsOfDirectory(atPath: stage.program.file(""))
        #expect(!rest.contains { $0.hasPrefix("livetop-sound-") }, "\(rest)")
    }

    @Test func `without a name the first player on the path is taken`() async throws {
        let stage = try await CallStage(script: Self.talk)
        _ = await stage.play(Self.talk)
        let heard = stage.program.file("heard.wav")
        _ = try Self.player("bin/aplay", in: stage.program, keeps: heard)
        #expect(try await stage.read(["hear", "--track", "model"]).status == 0)
        #expect(try String(contentsOfFile: heard + ".name", encoding: .utf8) == "bin/aplay 2\n")
        _ = await stage.end()
    }

    @Test func `what cannot be played is told with its cure`() async throws {
        let stage = try await CallStage(script: Self.talk)
        _ = await stage.play(Self.talk)
        let none = try await stage.read(["hear"])
        #expect(none.status == 69)
        #expect(none.complaint.contains("why: there is none of ffplay, aplay, afplay"))
        _ = try Self.player("bin/aplay", in: stage.program, keeps: stage.program.file("x"), status: 3)
        let failed = try await stage.read(["hear"])
        #expect(failed.status == 2)
        #expect(failed.complaint.contains("why: aplay -q: it ended with 3"))
        let absent = try await stage.read(["hear", "--turn", "99"])
        #expect(absent.status == 66)
        #expect(try await stage.read(["hear", "--turn", "7-3"]).status == 64)
        _ = await stage.end()
    }

    @Test func `a player has no terminal, and a session of its own`() async throws {
        let stage = try await CallStage(script: Self.talk)
        _ = await stage.play(Self.talk)
        let seen = stage.program.file("seen")
        let script = "read -r line </proc/$$/stat; set -- $line; echo \"$1 $6 $7\" >'\(seen)'\n"
        let player = try stage.program.write(script, to: "player.sh")
        _ = try stage.program.write("[player]\ncommand = \"sh '\(player)'\"\n", to: "config/livetop/config.toml")
        #expect(try await stage.read(["hear"]).status == 0)
        let fields = try String(contentsOfFile: seen, encoding: .utf8).split(whereSeparator: \.isWhitespace)
        try #require(fields.count == 3, "process, session, terminal")
        #expect(fields[0] == fields[1])
        #expect(fields[2] == "0")
        _ = await stage.end()
    }

    @Test func `a project's file names no player`() async throws {
        let program = try Program()
        _ = try program.write("[player]\ncommand = \"sh -c id\"\n", to: "project/.livetop.toml")
        let output = try await program.run(["hear"], in: program.file("project"))
        #expect(output.status == 78)
        #expect(output.complaint.contains("a project's file may not name programs that run"))
    }
}
