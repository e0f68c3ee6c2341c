import Foundation
import Testing

/// Whatever was recorded, every command and every export prints it harmlessly and comes to its end.
@Suite(.serialized) struct HostileRecordingTests {
    private static let sessions = ["6b317bg2", "6b317bz0", "6b317bz1", "6b317bz2", "6b317bz3"]

    /// For each session.
    private static let readers: [[String]] = [
        ["show"], ["show", "--json"], ["diagnose"], ["diagnose", "--json"], ["replay", "--plain"],
        ["tail", "--from-start"], ["check", "--fail-on", "info", "--junit", "/dev/stdout"],
    ]

    /// For all of them.
    private static let lists: [[String]] = [
        ["ls"], ["ls", "--findings"], ["ls", "--json"], ["stats"], ["stats", "--json"], ["grep", "line"],
        ["grep", "--json", "line"], ["diff", "6b317bg2", "6b317bz0"], ["diff", "--json", "6b317bg2", "6b317bz1"],
        ["tail", "6b317bg2", "--json", "--from-start"], ["replay", "6b317bg2", "--json"],
        ["prune", "--older-than", "1d"],
        ["sql", "SELECT payload FROM frames"], ["sql", "--json", "SELECT payload FROM frames"],
        ["sql", "SELECT * FROM sessions"], ["sql", "--json", "SELECT * FROM connections"],
        ["show", "no\u{1B}[31m\nFORGED"],
        ["export", "--all", "--format", "ndjson"], ["export", "--all", "--format", "ndjson", "--events", "--findings"],
    ]

    private static let formats = [
        ["har"], ["trace"], ["vtt"], ["srt"], ["labels"], ["csv"], ["csv", "--table", "findings"], ["markdown"],
        ["html"], ["wav"],
    ]

    @Test func `no command and no export lets a recording drive the terminal, forge a line or end it`() async throws {
        let program = try Program()
        let data = program.file("hostile")
        let file = try program.write(HostileRecording.file(), to: "hostile.ndjson")
        let imported = try await program.run(["import", file, "--data-dir", data])
        try #require(imported.status == 0, "\(imported.complaint)")
        Self.expectHarmless(imported, ["import"])
        var commands = Self.lists
        for session in Self.sessions {
            commands += Self.readers.map { [$0[0], session] + $0.dropFirst() }
            commands += Self.formats.map { ["export", session, "--format"] + $0 }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, command) in commands.enumerated() {
                // As many at a time as machines have cores at least.
                if index >= 4 { try await group.next() }
                group.addTask {
                    let output = try await program.run(
                        command + ["--data-dir", data], environment: ["LIVETOP_DEBUG": "1"])
                    #expect(output.status < 126, "\(command) ends with \(output.status): \(output.complaint)")
                    Self.expectHarmless(output, command)
                }
            }
            try await group.waitForAll()
        }
    }

    private static func expectHarmless(_ output: Program.Output, _ command: [String]) {
        let isSound = command.contains("wav")
        for text in isSound ? [output.complaint] : [output.out, output.complaint] {
            let found = text.unicodeScalars.first { Self.isHarmful($0, in: command) }
            #expect(found == nil, "\(command) prints U+\(String(found?.value ?? 0, radix: 16))")
            let forged = text.split(whereSeparator: \.isNewline).first { $0.drop { $0 == " " }.hasPrefix("FORGED") }
            #expect(forged == nil, "\(command) prints the line \(forged ?? "")")
        }
    }

    private static func isHarmful(_ scalar: Unicode.Scalar, in command: [String]) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x09: !command.contains("labels")
        case 0x0D: !command.contains("csv") && !command.contains("srt")
        case ..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
