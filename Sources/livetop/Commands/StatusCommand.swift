import ArgumentParser
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import SessionStore
import Settings

/// `livetop status`: how the running calls are, for the status line of a terminal or a shell.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say in one line how the running calls are: for status lines of tmux and shells.",
        discussion: """
            Asks the proxy that runs on the data folder: how many calls, the worst finding, the connection that ends \
            first, and what is wrong with recording; where none runs, how the last call ended. Without a proxy it says so; \
            the exit status is then 69.

            Examples:
              livetop status
              livetop status --json | jq .worstFinding
            """)

    @OptionGroup var data: DataOptions

    @Flag(help: "Print one JSON document (livetop.status/1).")
    var json = false

    /// A proxy that nobody looks at works out findings when it is asked: then the second answer has them.
    private static let patience = Duration.milliseconds(150)
    private static let freshSeconds = 1.5

    func run() async throws {
        let configuration = try data.configuration()
        let report = StatusReport(
            source: try await source(configuration), dataFolder: configuration.settings.dataDirectory, now: .wallClock)
        try StandardOutput.say(json ? report.json.text : report.line)
        if !report.isRunning { throw QuietEnd(.unavailable) }
    }

    private func source(_ configuration: Configuration) async throws -> StatusReport.Source {
        if let status = await status(of: configuration.settings.dataDirectory) {
            return .proxy(status, last: Self.lastEnded(configuration))
        }
        return try Self.recorded(configuration)
    }

    /// Nil where none has ended, and where the recording cannot be read: the proxy is what was asked for.
    private static func lastEnded(_ configuration: Configuration) -> SessionSummary? {
        let sessions = try? configuration.recordings().sessions(limit: 50)
        return sessions?.first { $0.summary.activity == .closed }?.summary
    }

    /// What the recording tells, where there is one.
    private static func recorded(_ configuration: Configuration) throws -> StatusReport.Source {
        let isRunning = FolderLock.isHeld(configuration.folder)
        do {
            let recordings = try configuration.recordings()
            guard isRunning else { return .nobody(last: try recordings.sessions(limit: 1).first?.summary) }
            return .silent(try recordings.sessions(limit: 400).filter(\.hasOpenConnection).map(\.summary))
        } catch {
            guard error.kind == .missing else { throw error }
            return isRunning ? .silent([]) : .nobody(last: nil)
        }
    }

    private func status(of folder: String) async -> ProxyStatus? {
        guard let first = await ControlClient.status(of: folder) else { return nil }
        guard first.openCalls > 0, (first.sinceLookSeconds ?? .infinity) > Self.freshSeconds else { return first }
        // Ends early only when the process does.
        try? await Task.sleep(for: Self.patience)
        return await ControlClient.status(of: folder) ?? first
    }
}
