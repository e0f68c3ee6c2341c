package import Cassettes
package import LiveProtocol
import SessionModel
package import SessionStore
import Simulator
import Wording

/// What came of sending a session again.
package struct ResendReport {
    package let recording: ResendRecording
    package let outcomes: [ResendOutcome]
    /// The new sessions; one, unless connections did not resume each other.
    package let sessions: [SessionID]
    package let limit: Duration
    package let signal: Int32?
    /// Why the last call did not come about, as it was recorded.
    private let refusal: String?

    package init(
        recording: ResendRecording, outcomes: [ResendOutcome], sessions: [SessionID], limit: Duration, signal: Int32?,
        database: SessionDatabase
    ) throws {
        self.recording = recording
        self.outcomes = outcomes
        self.sessions = sessions
        self.limit = limit
        self.signal = signal
        refusal = try sessions.last.flatMap { try SessionIndex(database).session($0)?.summary.refusal?.reason }
    }

    /// The new sessions, one a line.
    package var text: String { sessions.map(\.description).joined(separator: "\n") }

    /// Stable: other programs rely on these keys.
    package var json: JSONValue {
        .object([
            ("schema", .string("livetop.resend/1")), ("origin", .string(recording.session.description)),
            ("sessions", .array(sessions.map { .string($0.description) })),
            ("isComplete", .bool(isComplete)), ("isCut", .bool(isCut)),
            ("connections", .array(outcomes.map(\.json))),
        ])
    }

    private var isCut: Bool { outcomes.contains(where: \.isCut) }

    /// Every connection was played to its end.
    private var isComplete: Bool {
        outcomes.count == recording.connections.count && outcomes.allSatisfy(\.isSetUp) && !isCut && signal == nil
    }

    /// For people, on the error stream.
    package var remarks: [String] {
        var remarks: [String] = []
        if isCut, signal == nil { remarks.append("ended after \(Format.clock(limit)): --max-duration") }
        let leftOut = outcomes.reduce(0) { $0 + $1.answersLeftOut }
        if leftOut > 0 {
            remarks.append("the service asked for other tool calls: \(leftOut) recorded answers were left out")
        }
        if isComplete, let session = sessions.last {
            remarks.append("livetop diff \(recording.session) \(session)   compares the two")
        }
        return remarks
    }

    /// Nil when the calls took place, as far as they were meant to.
    package var failure: (any Error)? {
        if let signal { return QuietEnd.signal(signal) }
        guard let outcome = outcomes.last, !outcome.isSetUp, !outcome.isCut else { return nil }
        return UserError(
            .unavailable, what: "the service did not take session \(recording.session)", why: why(outcome),
            remedy: "livetop doctor tries each step to the service; livetop show @last tells what was recorded")
    }

    private func why(_ outcome: ResendOutcome) -> String {
        switch outcome.ending {
        case .unreachable(let error): "the proxy could not be reached: \(error)"
        case .refused(let status): "it was refused with \(status)" + (refusal.map { ": \($0)" } ?? "")
        case .closed(let code, let reason):
            "it was closed with \(code.map(String.init) ?? "no code")" + (reason.isEmpty ? "" : ": \(reason)")
        case .broken: "the connection broke before the setup was confirmed"
        }
    }
}

extension ResendOutcome {
    fileprivate var json: JSONValue {
        let (code, reason): (Int?, String?) =
            switch ending {
            case .closed(let code, let reason): (code.map(Int.init), reason)
            default: (nil, nil)
            }
        let refusal: Int? = if case .refused(let status) = ending { status } else { nil }
        return .object([
            ("isSetUp", .bool(isSetUp)), ("isCut", .bool(isCut)), ("messagesSent", .integer(messagesSent)),
            ("messagesReceived", .integer(messagesReceived)), ("answersLeftOut", .integer(answersLeftOut)),
            ("closeCode", .integer(code)), ("closeReason", .string(reason.map(Redaction.text))),
            ("refusedWith", .integer(refusal)),
        ])
    }
}
