import Corpus
import Foundation
import Simulator
import Testing

/// `livetop completions`, `man` and `describe`: livetop in words for shells, people and programs.
@Suite(.serialized) struct DescriptionTests {
    /// What bash offers for the last word, with the script that livetop prints.
    ///
    /// - Parameter line: what is typed, where bash makes more words of it than there are.
    private func bash(_ words: [String], line: String? = nil, _ stage: CallStage) throws -> [String] {
        let script = """
            source <("\(Program.binary)" completions bash)
            COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " ")))
            COMP_CWORD=\(words.count - 1)
            COMP_LINE='\(line ?? words.joined(separator: " "))'
            COMP_POINT=${#COMP_LINE}
            registered=$(complete -p livetop)
            registered=${registered#*-F }
            ${registered% *} "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["--norc", "-c", script]
        process.standardOutput = output
        let folder = URL(filePath: Program.binary).deletingLastPathComponent().path(percentEncoded: false)
        process.environment = [
            "PATH": folder + ":/usr/bin:/bin", "HOME": stage.program.file("home"),
            "XDG_DATA_HOME": stage.program.file("data"), "XDG_CONFIG_HOME": stage.program.file("config"),
        ]
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test func `bash completes commands, flags, sessions and tags`() async throws {
        let stage = try await CallStage()
        _ = await stage.play(.textTalk(turns: 1), tag: "desk")
        _ = await stage.end()
        let listed = try #require(try await stage.read(["ls", "--json"]).json["sessions"] as? [[String: Any]])
        let id = try #require(listed.first?["id"] as? String)
        #expect(try bash(["livetop", "rese"], stage) == ["resend"])
        #expect(try bash(["livetop", "resend", "--max"], stage) == ["--max-duration"])
        #expect(try bash(["livetop", "show", String(id.prefix(3))], stage) == [id])
        #expect(try bash(["livetop", "ls", "--tag", ""], stage) == ["desk"])
        #expect(try bash(["livetop", "export", "--format", "la"], stage) == ["labels"])
        #expect(try bash(["livetop", "show", "@", "la"], line: "livetop show @la", stage) == ["@last"])
        #expect(try bash(["livetop", "show", "tag", ":", "de"], line: "livetop show tag:de", stage) == ["desk"])
        #expect(try bash(["livetop", "show", "tag", ":"], line: "livetop show tag:", stage) == ["desk"])
        #expect(try bash(["livetop", "show", "--data-dir", stage.program.file("nowhere"), ""], stage).isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `every shell has a script that asks livetop for names`(shell: String) async throws {
        let output = try await Program().run(["completions", shell])
        #expect(output.status == 0)
        #expect(output.out.contains("---completion"))
        #expect(output.out.contains("resend"))
    }

    @Test func `a shell that is none is refused`() async throws {
        #expect(try await Program().run(["completions", "tcsh"]).status == 64)
    }

    @Test func `the manual has every command, and nothing in it is taken for a macro`() async throws {
        let program = try Program()
        let output = try await program.run(["man"])
        #expect(output.status == 0)
        #expect(output.out.contains(".Dt LIVETOP 1"))
        let names = try #require(try await program.run(["describe", "--json"]).json["commands"] as? [[String: Any]])
            .compactMap { $0["name"] as? String }
        try #require(names.count > 25)
        for name in names { #expect(output.out.contains("\n.Ss livetop \(name)"), "\(name)") }
        let macros: Set = [
            "Dd", "Dt", "Os", "Sh", "Nm", "Nd", "Op", "Fl", "Li", "Ss", "Pp", "Bl", "It", "El", "Bd", "Ed", "\\\"",
        ]
        for line in output.out.split(separator: "\n") where line.hasPrefix(".") {
            let macro = line.dropFirst().prefix { $0 != " " }
            #expect(macros.contains(String(macro)), "\(line)")
        }
    }

    // MARK: describe

    private func commands(_ list: Any?, of parents: [String] = []) -> [(path: [String], command: [String: Any])] {
        (list as? [[String: Any]] ?? []).flatMap { command in
            let path = parents + [command["name"] as? String ?? ""]
            return [(path, command)] + commands(command["commands"], of: path)
        }
    }

    @Test func `describe knows the flags of every command, no more and no fewer than its help`() async throws {
        let program = try Program()
        let all = commands(try await program.run(["describe", "--json"]).json["commands"])
        try #require(all.contains { $0.path == ["ca", "path"] })
        for (path, command) in all {
            let options = try #require(command["options"] as? [[String: Any]])
            let described = Set(options.flatMap { $0["names"] as? [String] ?? [] }.filter { $0.hasPrefix("--") })
            let help = try await program.run(path + ["--help"]).out
            // A flag stands at the beginning of its line, behind its short form.
            let listed = help.split(separator: "\n").flatMap { line -> [String] in
                guard line.hasPrefix("  -") else { return [] }
                return line.split(whereSeparator: { " ,<[/".contains($0) }).map(String.init)
                    .prefix { $0.hasPrefix("-") || $0.hasPrefix("<") }.filter { $0.hasPrefix("--") }
            }
            #expect(described == Set(listed).subtracting(["--help", "--version"]), "livetop \(path)")
            #expect((command["examples"] as? [String])?.isEmpty == false, "livetop \(path) has no example")
        }
    }

    @Test func `every key of describe is documented, and its tables are complete`() async throws {
        let document = try await Program().run(["describe", "--json"]).json
        #expect(document["schema"] as? String == "livetop.describe/1")
        for (name, least) in [
            ("exitCodes", 12), ("metrics", 14), ("rules", 60), ("formats", 11), ("keys", 100), ("filterKeys", 30),
            ("settings", 11),
        ] {
            let rows = try #require(document[name] as? [Any], "\(name)")
            #expect(rows.count >= least, "\(name)")
        }
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../docs/describe.md"), encoding: .utf8)
        for key in keys(in: document).sorted() {
            #expect(page.contains("`\(key)`"), "\(key) is not in docs/describe.md")
        }
    }

    private func keys(in value: Any) -> Set<String> {
        if let object = value as? [String: Any] {
            return object.reduce(into: Set(object.keys)) { $0.formUnion(keys(in: $1.value)) }
        }
        return (value as? [Any] ?? []).reduce(into: []) { $0.formUnion(keys(in: $1)) }
    }
}
