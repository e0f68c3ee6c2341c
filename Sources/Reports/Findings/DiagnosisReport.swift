package import Diagnosis
package import LiveProtocol
import SessionModel
import Wording

/// Recorded sessions with what is wrong with each, as `livetop diagnose` prints them.
package struct DiagnosisReport {
    private let entries: [DiagnosedSession]

    package init(_ entries: [DiagnosedSession]) { self.entries = entries }

    /// Nil where nothing was found.
    package var worst: Severity? { entries.flatMap(\.findings).map(\.severity).max() }

    package var text: String {
        entries.map { entry in
            let state = entry.opened.state
            let story = FindingStory(start: state.clockStart).text(entry.findings)
            let untold =
                state.isTimed ? "" : "\n\nIts times are unknown: rules that rest on times had nothing to judge."
            let muted = entry.result.note.map { "\n\n\($0)" } ?? ""
            let notDecoded = NotDecoded(state).words.map { "\($0)." }
            let found = story.isEmpty ? notDecoded ?? "Nothing was found." : story
            let unread = story.isEmpty ? "" : notDecoded.map { "\n\n\($0)" } ?? ""
            return heading(of: entry) + "\n\n" + found + unread + muted + untold
        }.joined(separator: "\n\n")
    }

    /// `session 5t8evm01  checkout · gemini-3.8-live · 2026-11-28 12:45:38Z · ended by server 1011 after 1:10`.
    private func heading(of entry: DiagnosedSession) -> String {
        let summary = entry.opened.summary
        let facts = [
            summary.tag, summary.model, summary.knownOpening?.dateAndTime, CallVerdict(entry).ending,
        ]
        return "session \(summary.id)  " + facts.compactMap { $0.map(ForeignText.clean) }.joined(separator: " · ")
    }

    /// Stable: other programs rely on these keys.
    package var json: JSONValue {
        .object([
            ("schema", "livetop.diagnosis/1"),
            (
                "sessions",
                .array(
                    entries.map { entry in
                        let state = entry.opened.state
                        return .object([
                            ("id", .string(state.id.description)), ("tag", .string(state.tag)),
                            ("isTimed", .bool(state.isTimed)),
                            ("findings", FindingDocument(start: state.clockStart).json(entry.findings)),
                            ("mutedFindings", .integer(entry.result.mutedFindings)),
                            ("notDecoded", NotDecoded(state).json),
                        ])
                    })
            ),
        ])
    }
}
