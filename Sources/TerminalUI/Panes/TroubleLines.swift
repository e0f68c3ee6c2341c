import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// What is wrong with a session, for the top of its views: what happened, and below it what to do.
struct TroubleLines {
    /// What stands before a text, and below which its other lines stand.
    private typealias Part = (label: StyledText, text: StyledText)

    private let parts: [Part]

    /// Nil where nothing is wrong that is worth more than a note.
    init?(_ summary: SessionSummary?, _ findings: [Finding]?, _ privacy: Privacy) {
        if let worst = findings?.worst, worst.severity > .info {
            parts = [
                (worst.severity.mark + " ", worst.stateWords + StyledText(privacy.maskedQuotes(worst.title), .strong)),
                Self.fix(worst, privacy),
            ].filter { $0.text.width > 0 }
        } else if let end = summary?.badEnd(privacy) {
            let what: Part = (StyledText("■ ", .alert), StyledText(end, .strong))
            // While nobody has looked there is nothing to say.
            let none: Part = (Self.fix, StyledText("No rule knows this end; its last frames are on screen 4.", .faint))
            parts = findings == nil ? [what] : [what, none]
        } else {
            return nil
        }
    }

    private static let fix: StyledText = "  " + StyledText("fix ", Style(.good, .bold))

    private static func fix(_ finding: Finding, _ privacy: Privacy) -> Part {
        (fix, StyledText(privacy.maskedQuotes(finding.fix)))
    }

    /// Lines of so many columns, at most `limit` of each part; the last of them ends with `…` where there is more.
    func lines(width: Int, limit: Int) -> [StyledText] {
        parts.flatMap { part in
            let columns = Self.columns(of: part, width)
            let wrapped = part.text.wrapped(to: columns)
            let last = wrapped.dropFirst(limit - 1).joined(by: " ").truncated(to: columns)
            return Self.labelled(part, wrapped.count > limit ? wrapped.prefix(limit - 1) + [last] : wrapped)
        }
    }

    /// What to do about a finding, all of it, in lines of so many columns; empty where nothing is known.
    static func fix(of finding: Finding, _ privacy: Privacy, width: Int) -> [StyledText] {
        let part = fix(finding, privacy)
        return part.text.width == 0 ? [] : labelled(part, part.text.wrapped(to: columns(of: part, width)))
    }

    private static func columns(of part: Part, _ width: Int) -> Int { max(2, width - part.label.width) }

    private static func labelled(_ part: Part, _ lines: [StyledText]) -> [StyledText] {
        let blank = StyledText(String(repeating: " ", count: part.label.width))
        return lines.enumerated().map { ($0 == 0 ? part.label : blank) + $1 }
    }
}

extension SessionSummary {
    /// How it ended, in a sentence; nil while it goes on, and where it ended as calls should.
    fileprivate func badEnd(_ privacy: Privacy) -> String? {
        guard endedBadly else { return nil }
        let sentence = { (what: String, words: String) in what + (words.isEmpty ? "." : ": \(privacy.masked(words))") }
        if let refusal {
            return sentence("Refused by \(Format.party(refusal.by)) with \(refusal.status)", refusal.words)
        }
        guard let closure else { return nil }
        let code = closure.code.map { "with \($0.rawValue)" } ?? "without a close code"
        return sentence("Ended by \(Format.party(closure.by)) \(code)", closure.words)
    }
}
