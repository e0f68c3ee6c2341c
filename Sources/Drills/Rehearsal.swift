import Foundation
import LiveProtocol
import Recordings
package import Reports
package import Runtime
import SessionStore
import Wording

/// One test of `livetop test`: a recording whose server is played to a program, and what is expected of the call.
package struct Rehearsal {
    /// The file's name without its extension.
    package var name: String
    /// The recording: a bundle, or whatever `livetop import` takes.
    package var recording: String
    /// Which of its sessions; the last one where none is named.
    package var session = "@last"
    /// Every message of the client has to be the recorded one.
    package var isStrict = false
    package var speed = 1.0
    /// How long the program may run.
    package var timeout = Duration.seconds(60)
    /// The program's exit status; nil for any.
    package var exit: Int32? = 0
    /// Everything that the recorded server said has to be heard out.
    package var isComplete = true
    package var expectation = CallExpectation()

    /// The tests of a folder, by name: each `NAME.toml` with its recording, and each recording without one.
    package static func all(in folder: String) throws(UserError) -> [Rehearsal] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw UserError(
                .notFound, what: "cannot read \(folder)", why: "there is no such folder, or it cannot be read",
                remedy: "mkdir -p \(ShellWord.quoted(folder)) && \(export(into: folder))")
        }
        var tests: [Rehearsal] = []
        for name in names where name.hasSuffix(".toml") {
            tests.append(try RehearsalFile(folder + "/" + name).rehearsal(among: names, in: folder))
        }
        let described = Set(tests.map(\.recording))
        for name in names where isRecording(name) && !described.contains(folder + "/" + name) {
            tests.append(Rehearsal(name: stem(of: name), recording: folder + "/" + name))
        }
        guard !tests.isEmpty else {
            throw UserError(
                .notFound, what: "there is nothing to test in \(folder)",
                why: "it holds neither a recording nor a NAME.toml",
                remedy: "\(export(into: folder)) makes a test")
        }
        return tests.sorted { $0.name < $1.name }
    }

    /// The command that makes a test there.
    private static func export(into folder: String) -> String {
        "livetop export @last --format ndjson --raw --events -o \(ShellWord.quoted(folder + "/NAME.ndjson"))"
    }

    package static func isRecording(_ name: String) -> Bool {
        ["livetop", "ndjson", "jsonl", "har", "json"].contains { name.hasSuffix("." + $0) } && !name.hasPrefix(".")
    }

    package static func stem(of name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
