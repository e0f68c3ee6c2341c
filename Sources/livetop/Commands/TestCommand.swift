import ArgumentParser
import Drills
import Foundation
import LiveProtocol
import Reports
import Runtime
import Wording

/// `livetop test DIR -- CMD`: recordings as tests of a client program.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run a program against recorded calls, and check what became of each: tests without the service.",
        usage: "livetop test [<options>] <folder> [--] <command> ...",
        discussion: """
            Each recording in the folder (a bundle, NDJSON, an archive) is played as the service to a program of its \
            own, as replay --serve does, and the call is recorded and looked at. What is expected stands beside it in \
            NAME.toml; docs/replay.md lists it. Ends with 0 if all is well, 1 if not, 2 if it could not be told.

            Examples:
              livetop test tests/calls -- python -m my_agent
              livetop test --junit report.xml --only 'order*' tests/calls -- node client.js
            """)

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Write a JUnit report.", valueName: "file"), completion: .file())
    var junit: String?

    @Option(help: ArgumentHelp("Only the test of that name; with * at its end, all that begin so.", valueName: "name"))
    var only: String?

    @Option(
        help: ArgumentHelp("Keep what was recorded of each test in a folder in this one.", valueName: "folder"),
        completion: .directory)
    var keep: String?

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The folder, and after it the program and its arguments.", valueName: "folder and command"))
    var words: [String] = []

    func validate() throws {
        if words.first == "--help" || words.first == "-h" { throw CleanExit.helpRequest(Self.self) }
    }

    func run() async throws {
        let inherited = ProcessStart.inherited
        let (folder, command) = try parts()
        let configuration = try data.configuration()
        let tests = try Rehearsal.all(in: folder).filter { fits($0.name) }
        guard !tests.isEmpty else {
            throw UserError(
                .notFound, what: "there is no test '\(only ?? "")' in \(folder)", why: "no name fits",
                remedy: "leave out --only")
        }
        var outcomes: [CheckOutcome] = []
        for test in tests {
            let stage = RehearsalStage(
                configuration: configuration, rehearsal: test, command: command, inherited: inherited, kept: keep)
            let own = try await checked(stage)
            for outcome in own { try StandardOutput.say(outcome.line) }
            outcomes += own
        }
        if let junit { try ExportTarget.write(JUnitReport(outcomes).text, to: junit) }
        let failed = Set(outcomes.filter { $0.verdict != .passed }.map(\.session)).count
        try StandardOutput.say("\(Format.counted(tests.count, "test")), \(failed) failed")
        if outcomes.contains(where: { $0.verdict == .failed }) { throw ExitCode(ExitStatus.differs.rawValue) }
        if outcomes.contains(where: { $0.verdict == .unknown }) { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    /// A recording that cannot be played fails its own test and not the others; a program that is not there fails all.
    private func checked(_ stage: RehearsalStage) async throws -> [CheckOutcome] {
        do { return try await stage.outcomes() } catch {
            guard let told = UserError(failure: error), ![.commandNotFound, .notExecutable].contains(told.status) else {
                throw error
            }
            return [
                CheckOutcome(
                    session: stage.rehearsal.name, name: "the recording is played", verdict: .unknown,
                    detail: "\(told.what): \(told.why)")
            ]
        }
    }

    private func fits(_ name: String) -> Bool {
        guard let only else { return true }
        return only.hasSuffix("*") ? name.hasPrefix(only.dropLast()) : name == only
    }

    private func parts() throws(UserError) -> (folder: String, command: [String]) {
        let rest = words.dropFirst()
        let command = Array(rest.first == "--" ? rest.dropFirst() : rest)
        guard let folder = words.first, !folder.hasPrefix("-"), !command.isEmpty else {
            throw UserError(
                .usage, what: "there is nothing to test",
                why: words.isEmpty ? "no folder is named" : "no command is given",
                remedy: "livetop test FOLDER -- python -m my_agent")
        }
        return (folder, command)
    }
}
