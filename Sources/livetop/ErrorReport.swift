import ArgumentParser
import Foundation
import LiveProtocol
import Runtime
import SessionModel

/// The end of the process after an error: what to say, on which stream, and the exit status.
struct ErrorReport: Equatable {
    var status: Int32
    /// For the standard output: help that was asked for.
    var output: String?
    /// For the standard error.
    var complaint: String?

    /// Says it and ends the process.
    static func exit(with error: any Error, of root: any ParsableCommand.Type) -> Never {
        let report = ErrorReport(
            error, of: root, arguments: Array(CommandLine.arguments.dropFirst()),
            withDetails: ProcessInfo.processInfo.environment["LIVETOP_DEBUG"] == "1")
        Glibc.exit(report.told)
    }

    /// Says it, and what becomes of it where it cannot be said.
    private var told: Int32 {
        if let output {
            do { try StandardOutput.say(output) } catch { return ErrorReport(error).told }
        }
        if let complaint { StandardError.say(complaint) }
        return status
    }

    /// Nobody is told that nobody reads.
    private init(_ failure: WriteFailure) {
        if failure.isReaderGone {
            self.init(status: ExitStatus.readerGone.rawValue)
        } else {
            let error = UserError(failure)
            self.init(status: error.status.rawValue, complaint: error.text(withDetails: false))
        }
    }

    /// Translates whatever a command or the parser of the command line threw.
    init(_ error: any Error, of root: any ParsableCommand.Type, arguments: [String], withDetails: Bool) {
        if let failure = error as? WriteFailure {
            self.init(failure)
        } else if let error = UserError(failure: error) {
            self.init(told: error, of: root, arguments: arguments, withDetails: withDetails)
        } else if let code = (error as? QuietEnd)?.code ?? (error as? ExitCode)?.rawValue {
            self.init(status: code)
        } else {
            self.init(parsing: error, of: root, arguments: arguments)
        }
    }

    /// What is to be done is done where this command line was to.
    private init(
        told error: UserError, of root: any ParsableCommand.Type, arguments: [String], withDetails: Bool
    ) {
        var error = error
        if arguments.contains(where: { $0.hasPrefix(SuggestedCommands.flag) }) {
            let commands = SuggestedCommands(arguments, root: try? CommandTree.read(from: root))
            error.remedy = commands.completed(error.remedy)
        }
        self.init(status: error.status.rawValue, complaint: error.text(withDetails: withDetails))
    }

    /// Help, a version, a usage error, or an error that nobody foresaw.
    private init(parsing error: any Error, of root: any ParsableCommand.Type, arguments: [String]) {
        let text = root.fullMessage(for: error)
        let commands = root.configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
        // Of a command that is not there, no help is one.
        let mistyped = UserError(mistypedCommandIn: arguments, among: commands)
        switch root.exitCode(for: error) {
        case .success where mistyped == nil: self.init(status: ExitStatus.success.rawValue, output: text)
        case .success, .validationFailure:
            let mistake = UsageMistake(
                message: root.message(for: error), fullText: text, root: try? CommandTree.read(from: root))
            self.init(told: mistyped ?? mistake.error, of: root, arguments: arguments, withDetails: false)
        default: self.init(status: ExitStatus.failure.rawValue, complaint: text)
        }
    }

    /// The last place before a person's eyes: whatever a text quotes, no credential leaves here.
    private init(status: Int32, output: String? = nil, complaint: String? = nil) {
        self.status = status
        self.output = output
        self.complaint = complaint.map(Redaction.text)
    }
}

extension ExitCode {
    static func signal(_ number: Int32) -> ExitCode { ExitCode(QuietEnd.signal(number).code) }
}
