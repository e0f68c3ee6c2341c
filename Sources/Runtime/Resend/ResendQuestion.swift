import Cassettes
import Foundation
import Wording

/// What somebody agrees to before a session is sent again.
package struct ResendQuestion {
    package let recording: ResendRecording
    package let upstream: String
    /// Name of the variable with the key; nil for none.
    package let key: String?
    package let limit: Duration

    package init(recording: ResendRecording, upstream: String, key: String?, limit: Duration) {
        self.recording = recording
        self.upstream = upstream
        self.key = key
        self.limit = limit
    }

    private var text: String {
        let connections = recording.connections.count
        let isCut = recording.length > limit
        return """
            Send session \(recording.session) again: \(recording.messages) \(recording.messages == 1 ? "message" : "messages") \
            on \(connections) \(connections == 1 ? "connection" : "connections"), \(Format.clock(recording.length))\
            \(isCut ? ", of which the first \(Format.clock(limit))" : "").
            They go to \(upstream), \(key.map { "with the key in \($0)" } ?? "without a key"), and cost what a call costs there.
            """
    }

    /// - Throws: `UserError` where nobody can be asked.
    package func isAgreed(yes: Bool) throws(UserError) -> Bool {
        guard !yes else { return true }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw UserError(
                .usage, what: "will not send session \(recording.session) without being told so",
                why: "a call costs money, and there is no terminal to ask at", remedy: "add --yes")
        }
        StandardError.ask(text + "\nGo on? [y/N] ")
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}
