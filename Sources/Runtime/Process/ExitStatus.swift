/// Every way livetop ends, as other programs see it: the `sysexits` numbers where one fits.
package enum ExitStatus: Int32, CaseIterable, Sendable {
    case success = 0
    /// A threshold was reached or two things differ; the command itself worked.
    case differs = 1
    /// The command could not do its work for a reason without a number of its own.
    case failure = 2
    case usage = 64
    case badData = 65
    /// A session or file that was named does not exist.
    case notFound = 66
    /// The upstream or a running proxy cannot be reached, or the port or data folder is taken.
    case unavailable = 69
    case cannotCreate = 73
    /// The disk refused, was full or failed.
    case inputOutput = 74
    case noPermission = 77
    case badConfiguration = 78
    /// `run`: the command was found and could not be executed.
    case notExecutable = 126
    /// `run`: there is no such command.
    case commandNotFound = 127
    case interrupted = 130
    /// Whoever read the output has gone, as under `| head`: what SIGPIPE does to other programs.
    case readerGone = 141
    case terminated = 143
}

extension ExitStatus {
    /// For the manual and for programs.
    package var meaning: String {
        switch self {
        case .success: "Success."
        case .differs: "A threshold was reached, two things differ, or nothing was found; the command itself worked."
        case .failure: "The command could not do its work, for a reason without a number of its own."
        case .usage: "The command line is wrong."
        case .badData: "A file or a recording is damaged, foreign or of another version, or cannot be used for this."
        case .notFound: "A session or a file that was named does not exist."
        case .unavailable: "The upstream or a running proxy cannot be reached, or the port or the data folder is taken."
        case .cannotCreate: "The output cannot be created, or exists."
        case .inputOutput: "The disk refused, was full or failed."
        case .noPermission: "Permission denied."
        case .badConfiguration: "A configuration file or a variable is wrong."
        case .notExecutable: "run: the command was found and could not be executed."
        case .commandNotFound: "run: there is no such command."
        case .interrupted: "Ended by SIGINT."
        case .readerGone: "Nobody reads the output any more, as under | head."
        case .terminated: "Ended by SIGTERM."
        }
    }
}
