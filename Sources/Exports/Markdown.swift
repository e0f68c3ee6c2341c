import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// `markdown`: what somebody needs to know who reads an issue: the session in a few lines, its findings, what was said.
enum Markdown {
    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        guard let reader = try source.read() else { return }
        let now = source.now ?? reader.lastAt
        try sink.write(head(reader.state, at: now, isRunning: source.now != nil))
        try sink.write(findings(reader.findings(source, options)))
        try sink.write("## Conversation\n\nTimes count from the beginning of the session.\n\n")
        var isEmpty = true
        _ = try source.readTurns(options) { place in
            isEmpty = false
            try sink.write(turn(place))
        }
        if isEmpty { try sink.write("Nothing was said that livetop can read.\n") }
    }

    private static func head(_ state: SessionState, at now: Timestamp, isRunning: Bool) -> String {
        let summary = state.summary(at: now)
        let facts: [(String, String?)] = [
            ("Model", summary.model), ("Tag", summary.tag), ("Began", summary.knownOpening?.rfc3339),
            (
                "Length",
                state.isTimed ? Figures.clock(now - state.openedAt) + (isRunning ? " (still running)" : "") : nil
            ),
            ("Connections", "\(summary.connections)"), ("Turns", "\(summary.turns)"),
            ("Interruptions", "\(summary.interruptions)"), ("Tokens in context", context(summary)),
            ("Response latency p50 / p95", latency(state)), ("Frames", "\(summary.frames)"),
            ("Not captured", summary.droppedFrames > 0 ? Format.counted(summary.droppedFrames, "frame") : nil),
            ("Ended", summary.closure.map(end)),
        ]
        let rows = facts.map { "| \($0.0) | \(escaped($0.1 ?? "–")) |\n" }.joined()
        return "# Session \(state.id)\n\n| | |\n|---|---|\n\(rows)\n"
    }

    private static func context(_ summary: SessionSummary) -> String? {
        guard let used = summary.usedTokens else { return nil }
        return "\(used)" + (summary.limitTokens.map { " of \(summary.isLimitAssumed ? "about " : "")\($0)" } ?? "")
    }

    private static func latency(_ state: SessionState) -> String? {
        if let statistics = state.metrics.statistics(for: .response) {
            let (p50, p95) = (Figures.decimal(statistics.p50, 0), Figures.decimal(statistics.p95, 0))
            return "\(p50) / \(p95) ms, n = \(statistics.count)"
        }
        // The conversation below shows some all the same.
        let isDoubtful = state.isTimed && state.turns.recent.contains { $0.response != nil }
        return isDoubtful ? "– (no turn's beginning is certain)" : nil
    }

    static func end(_ closure: Closure) -> String {
        let parts = closure.parts
        return "by \(Format.party(closure.by))" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    private static func findings(_ findings: ExportedFindings) -> String {
        let unshown = findings.note.map { "\($0).\n\n" } ?? ""
        guard !findings.shown.isEmpty else { return "## Findings\n\nNone.\n\n" + unshown }
        return "## Findings\n\n" + findings.shown.map(finding).joined() + "\n" + unshown
    }

    private static func finding(_ entry: ExportedFinding) -> String {
        let finding = entry.finding
        let indent = entry.explainedBy == nil ? "" : "  "
        let prediction = finding.isPrediction ? ", predicted" : finding.resolvedAt != nil ? ", over" : ""
        var lines = [
            "- **\(finding.severity.rawValue)\(prediction)** `\(finding.rule)` at \(entry.from.map { Figures.clock($0) } ?? "–"): "
                + escaped(finding.title)
        ]
        if !finding.cause.isEmpty { lines.append("  \(escaped(finding.cause))") }
        if !finding.numbers.isEmpty { lines.append("  Numbers: \(escaped(entry.numberWords))") }
        if !finding.fix.isEmpty { lines.append("  **Do:** \(escaped(finding.fix))") }
        return lines.map { indent + $0 + "\n" }.joined(separator: "\n")
    }

    private static func turn(_ place: TurnPlace) -> String {
        let turn = place.turn
        var marks = [
            (place.isTimed ? turn.response : nil).map {
                "\($0.exactness.mark)\(Figures.decimal($0.duration.milliseconds, 0)) ms by \($0.anchor.rawValue)"
                    + ($0.confidence == .low ? ", not certain" : "")
            }
        ]
        marks.append(
            !turn.tools.isEmpty ? "tools: " + turn.tools.map { code($0.name) }.joined(separator: " ") : nil)
        marks.append(turn.interruptedAt == nil ? nil : "interrupted")
        marks.append(turn.isCutOff ? "cut off by the end of the connection" : nil)
        marks.append(turn.reason.map { "ended with \(escaped($0))" })
        let notes = marks.compactMap { $0 }.joined(separator: ", ")
        let position = place.isTimed ? Figures.clock(turn.startedAt - place.openedAt) : "–"
        var text = "**\(turn.index)** · \(position)"
        text += notes.isEmpty ? "\n\n" : " · \(notes)\n\n"
        let lines = SpokenLine.lines(of: place)
        for speaker in [SpokenLine.Speaker.user, .model] {
            let said = lines.filter { $0.speaker == speaker }
            guard !said.isEmpty else { continue }
            let unheard = said.last.map { $0.unheard.isEmpty ? "" : " *[not heard: \(escaped($0.unheard))]*" } ?? ""
            text += "> \(speaker.rawValue): \(escaped(said.map(\.text).joined(separator: " ")))\(unheard)\n>\n"
        }
        return (text.hasSuffix(">\n") ? String(text.dropLast(2)) : text) + "\n"
    }

    /// A span of code. Nothing is escaped in one, so its fence is longer than any run of backticks inside.
    static func code(_ text: String) -> String {
        let text = text.onOneLine
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let padding = longest > 0 || text.allSatisfy { $0 == " " } ? " " : ""
        return fence + padding + text + padding + fence
    }

    /// What the wire said must not become markup, a mention of somebody or a link to an issue.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.onOneLine {
            switch character {
            case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "!": result += "\\\(character)"
            case "&": result += "&amp;"
            case "@": result += "&#64;"
            default: result.append(character)
            }
        }
        return result
    }
}
