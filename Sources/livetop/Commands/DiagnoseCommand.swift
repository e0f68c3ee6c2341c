import ArgumentParser
import Diagnosis
import LiveProtocol
import Recordings
import SessionModel

/// `livetop diagnose [ID…]`: what went wrong, with evidence and cure.
struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Say what went wrong in recorded sessions: cause, evidence, fix.",
        discussion: """
            Without sessions: the last one. What explains another failure comes first, with the other below it. \
            livetop rules NAME tells more about a rule.

            Examples:
              livetop diagnose
              livetop diagnose @last --json | jq '.sessions[].findings[] | .id'
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The sessions.", valueName: "session"), completion: RecordedNames.sessions)
    var sessions: [String] = []

    @Option(help: ArgumentHelp("End with status 1 if a finding is at least that severe: info, warning, error."))
    var failOn: SeverityOption?

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let diagnosed = try DiagnosedSessions(sessions, data)
        try StandardOutput.say(json ? document(diagnosed).text : text(diagnosed))
        let worst = diagnosed.entries.flatMap(\.findings).map(\.severity).max()
        if let failOn = failOn?.severity, let worst, worst >= failOn { throw ExitCode(ExitStatus.differs.rawValue) }
    }

    private func text(_ diagnosed: DiagnosedSessions) -> String {
        diagnosed.entries.map { entry in
            let state = entry.opened.state
            let story = FindingStory(start: state.clockStart).text(entry.findings)
            let untold =
                state.isTimed ? "" : "\n\nIts times are unknown: rules that rest on times had nothing to judge."
            let muted = entry.result.note.map { "\n\n\($0)" } ?? ""
            return "session \(state.id)\n\n" + (story.isEmpty ? "Nothing was found." : story) + muted + untold
        }.joined(separator: "\n\n")
    }

    private func document(_ diagnosed: DiagnosedSessions) -> JSONValue {
        .object([
            ("schema", "livetop.diagnosis/1"),
            (
                "sessions",
                .array(
                    diagnosed.entries.map { entry in
                        let state = entry.opened.state
                        return .object([
                            ("id", .string(state.id.description)), ("tag", .string(state.tag)),
                            ("isTimed", .bool(state.isTimed)),
                            ("findings", FindingDocument(start: state.clockStart).json(entry.findings)),
                            ("mutedFindings", .integer(entry.result.mutedFindings)),
                        ])
                    })
            ),
        ])
    }
}

/// A severity on the command line.
enum SeverityOption: String, CaseIterable, ExpressibleByArgument {
    case info, warning, error

    var severity: Severity {
        switch self {
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
