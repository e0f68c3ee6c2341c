package import Diagnosis
import LiveProtocol
package import SessionModel
import Wording

/// How a call ended and what was wrong with it, in half a line: what somebody wants to know who has just made it.
package struct CallVerdict {
    private let summary: SessionSummary
    /// How long it has lasted by now; nil where nobody knows.
    private let length: Duration?
    /// Nil where the rules were not asked.
    private let result: DiagnosisResult?

    package init(_ diagnosed: DiagnosedSession) {
        let opened = diagnosed.opened
        summary = opened.summary
        length = opened.isRunning && opened.state.isTimed ? opened.now - opened.state.openedAt : opened.summary.length
        result = diagnosed.result
    }

    /// Of a session at which the rules did not look.
    package init(_ summary: SessionSummary) {
        self.summary = summary
        length = summary.length
        result = nil
    }

    /// The greatest severity among what has happened; nil where nothing was found or nobody looked.
    package var worst: Severity? { happened.map(\.severity).max() }

    /// `ended by server 1011 after 1:10 · 1 error: goaway-ignored`.
    package var words: String { [ending, findings].compactMap(\.self).joined(separator: " · ") }

    // MARK: The end

    var ending: String {
        let time = length.map { " after \(Format.length($0))" } ?? ""
        if let refusal = summary.refusal { return "refused with \(refusal.status)\(time)" }
        guard let closure = summary.closure else {
            return summary.activity == .closed ? "no end was recorded" : "still running\(time)"
        }
        return Self.words(closure) + time
    }

    private static func words(_ closure: Closure) -> String {
        let detail = closure.detail.map { " (\(ForeignText.clean($0)))" } ?? ""
        switch closure.by {
        case .client, .server:
            return "ended by \(Format.party(closure.by)) "
                + (closure.code.map { "\($0.rawValue)" } ?? "without a close frame")
        case .proxy: return "ended by livetop\(detail)"
        case .transport: return "broken off\(detail)"
        }
    }

    // MARK: What was found

    /// What was only foreseen did not come to pass.
    private var happened: [Finding] { result?.findings.filter { !$0.isPrediction } ?? [] }

    private var findings: String? {
        guard let result else { return nil }
        let muted = result.note.map { " (\($0))" } ?? ""
        let counts = [Severity.error, .warning].compactMap { severity -> String? in
            let count = happened.count { $0.severity == severity }
            return count == 0 ? nil : Format.counted(count, severity.rawValue)
        }
        guard let first = happened.first(where: { $0.severity == worst }), !counts.isEmpty else {
            return "nothing wrong was found\(muted)"
        }
        let others = happened.count { $0.severity >= .warning } - 1
        return counts.joined(separator: ", ") + ": \(first.rule.rawValue)" + (others > 0 ? " +\(others)" : "") + muted
    }
}
