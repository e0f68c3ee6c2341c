import Foundation
import LiveProtocol
import Logging
import NIOConcurrencyHelpers
import Recordings
import TerminalUI

/// What livetop has to say about itself: the last lines for the Log screen, and each of them on the error stream, where
/// it waits behind the picture while there is one.
final class ProcessLog: Sendable {
    private struct State {
        var lines: [LogLine] = []
        var count = 0
    }

    private let state = NIOLockedValueBox(State())

    /// Older lines are forgotten here; the error stream has them.
    private static let limit = 1_000

    /// Oldest first.
    var lines: [LogLine] { state.withLockedValue(\.lines) }

    func note(_ text: String, _ level: LogLine.Level = .info) {
        let text = Redaction.text(text)
        state.withLockedValue { state in
            state.count += 1
            state.lines.append(LogLine(number: state.count, at: .wallClock, level: level, text: text))
            if state.lines.count > Self.limit { state.lines.removeFirst() }
        }
        if level == .warning || level == .error { StandardError.say("livetop: \(text)") }
    }

    /// For parts of the program that log by swift-log.
    var logger: Logger { Logger(label: "livetop") { [self] _ in ProcessLogHandler(log: self) } }
}

/// swift-log's way into a `ProcessLog`. Metadata follows the line as `name value`.
private struct ProcessLogHandler: LogHandler {
    let log: ProcessLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let words = all.map { " (\($0.key) \($0.value))" }.joined()
        log.note("\(event.message)" + words, Self.level(event.level))
    }

    private static func level(_ level: Logger.Level) -> LogLine.Level {
        switch level {
        case .trace, .debug: .debug
        case .info: .info
        // Somebody should know, also without a screen.
        case .notice, .warning: .warning
        case .error, .critical: .error
        }
    }
}
