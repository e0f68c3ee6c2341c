import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// What the page begins with: how the call ended, and the worst that was found with its cure.
struct ReportVerdict {
    var summary: SessionSummary
    /// Nil where nobody knows.
    var length: Duration?
    var isRunning: Bool
    var found: ExportedFindings

    var html: String {
        let worst = worst
        let mark = worst?.severity.rawValue ?? (isRunning || summary.refusal == nil ? "good" : "error")
        return "<section class=\"verdict \(mark)\"><p class=\"end\">\(ending)</p>\n\(words(worst))</section>\n"
    }

    /// What explains another stands for it, and what was only foreseen has not happened.
    private var standing: [Finding] { found.shown.filter { $0.explainedBy == nil }.map(\.finding) }

    private var worst: Finding? {
        let serious = standing.filter { $0.severity >= .warning }
        let happened = serious.filter { !$0.isPrediction }
        let candidates = happened.isEmpty ? serious : happened
        return candidates.first { $0.severity == .error } ?? candidates.first
    }

    // MARK: The end

    private var ending: String {
        let time = length.map { " after \(HTML.text(Words.time($0)))" } ?? ""
        if isRunning { return "Still running\(time)" }
        if let refusal = summary.refusal {
            return "Refused with \(refusal.status)\(time)\(quote(refusal.words))"
        }
        guard let closure = summary.closure else { return "No end was recorded\(time)" }
        let reason = closure.words
        switch closure.by {
        case .client, .server:
            let code = closure.code.map { "with \($0.rawValue)" } ?? "without a close frame"
            return "Ended by the \(Format.party(closure.by)) \(code)\(time)\(quote(reason))"
        case .proxy: return "Ended by livetop\(time)\(quote(reason))"
        case .transport: return "Broken off\(time)\(quote(reason))"
        }
    }

    private func quote(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "" }
        return "<q>\(HTML.text(text))</q>"
    }

    // MARK: The worst

    private func words(_ worst: Finding?) -> String {
        guard let worst else { return "<p class=\"good\">Nothing wrong was found.</p>" }
        var html =
            "<p class=\"worst\"><b>\(HTML.prose(worst.title))</b> <code>\(HTML.text(worst.rule.rawValue))</code></p>"
        if !worst.fix.isEmpty { html += "<p class=\"fix\">\(HTML.prose(worst.fix))</p>" }
        let others = standing.count - 1
        guard others > 0 else { return html }
        return html + "<p class=\"more\"><a href=\"#findings\">\(Format.counted(others, "more finding"))</a></p>"
    }
}
