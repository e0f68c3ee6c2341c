package import Diagnosis
package import LiveProtocol
package import SessionModel
internal import Wording

/// Which calls began and ended and what is wrong with them, seen now and then: what `serve --log-format` tells.
package struct CallNews {
    package init() {}

    /// One line of the log.
    package struct Note: Hashable, Sendable {
        package var level: Severity
        package var event: Event
        package var session: SessionID
        package var tag: String?
        package var model: String?
        /// What happened, for people.
        package var words: String
        /// For programs, beside what all notes have.
        package var fields: [String: String] = [:]

        package enum Event: String, CaseIterable, Sendable {
            case sessionStarted = "session_started"
            case sessionContinued = "session_continued"
            case sessionEnded = "session_ended"
            case finding
        }
    }

    private struct Known: Hashable {
        var isOpen: Bool
        var findings: Set<Finding.Key> = []
    }

    private var known: [SessionID: Known] = [:]

    /// What is new since the last call: the beginnings before the findings, the ends last. A call that has come and gone in between
    /// has all of it.
    package mutating func take(_ view: [(session: SessionSummary, findings: [Finding])]) -> [Note] {
        var notes: [Note] = []
        var seen: [SessionID: Known] = [:]
        for (session, findings) in view {
            var state = known[session.id] ?? Known(isOpen: false)
            let isOpen = session.closedAt == nil
            let isNew = known[session.id] == nil
            if isNew || isOpen && !state.isOpen { notes.append(Self.beginning(session, isNew: isNew)) }
            for finding in findings
            where finding.severity >= .warning && state.findings.insert(finding.key).inserted {
                notes.append(Self.note(finding, session))
            }
            if !isOpen, isNew || state.isOpen { notes.append(Self.end(session)) }
            state.isOpen = isOpen
            seen[session.id] = state
        }
        // What the fleet has forgotten does not come again.
        known = seen
        return notes
    }

    private static func beginning(_ session: SessionSummary, isNew: Bool) -> Note {
        Note(
            level: .info, event: isNew ? .sessionStarted : .sessionContinued, session: session.id, tag: session.tag,
            model: session.model, words: isNew ? "begun" : "continued on another connection")
    }

    private static func note(_ finding: Finding, _ session: SessionSummary) -> Note {
        Note(
            level: finding.severity, event: .finding, session: session.id, tag: session.tag, model: session.model,
            words: "\(finding.rule.rawValue): \(finding.title)",
            fields: ["rule": finding.rule.rawValue, "title": finding.title, "fix": finding.fix])
    }

    private static func end(_ session: SessionSummary) -> Note {
        let code = session.closure?.code?.rawValue
        var fields = ["by": session.closure?.by.rawValue, "reason": session.closure?.reason].compactMapValues(\.self)
        var words = session.length.map { "ended after \(Words.time($0))" } ?? "ended"
        if let refusal = session.refusal {
            words += ", refused with \(refusal.status)"
            fields["status"] = String(refusal.status)
        } else if let closure = session.closure {
            words += ", by \(Format.party(closure.by))" + (code.map { " with \($0)" } ?? " without a close frame")
            if let reason = closure.reasonWords, !reason.isEmpty { words += ": \(reason)" }
        }
        if let code { fields["code"] = String(code) }
        let isOrdinary = session.refusal == nil && (code == 1000 || code == 1001)
        return Note(
            level: isOrdinary ? .info : .warning, event: .sessionEnded, session: session.id, tag: session.tag,
            model: session.model, words: words, fields: fields)
    }
}
