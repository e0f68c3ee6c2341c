import ArgumentParser
import Diagnosis
import LiveProtocol
import Recordings
import Reports
import Runtime
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
    @OptionGroup var store: StoreOptions

    @Argument(help: ArgumentHelp("The sessions.", valueName: "session"), completion: RecordedNames.sessions)
    var sessions: [String] = []

    @Option(help: ArgumentHelp("End with status 1 if a finding is at least that severe: info, warning, error."))
    var failOn: SeverityOption?

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        try store.with(data.configuration()) { stored in
            let names = sessions.isEmpty ? ["@last"] : sessions
            let report = DiagnosisReport(
                try stored.recordings.toldOnErrorStream.diagnose(named: try stored.find(names).map(\.description)))
            try StandardOutput.say(json ? report.json.text : report.text)
            if let failOn = failOn?.severity, let worst = report.worst, worst >= failOn {
                throw ExitCode(ExitStatus.differs.rawValue)
            }
        }
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
