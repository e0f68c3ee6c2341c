import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// `html`: one page that needs nothing else, not even scripts: what somebody sees who has no livetop. How the call ended
/// and the worst that was found come first, then the picture of the call, then all findings, then what was said.
///
/// Nothing in it may load anything (a strict policy says so), and everything that the wire said is escaped. The charts
/// come from a first pass, in bounded memory; the conversation is written in a second one.
struct Report {
    private let source: ExportSource
    private let options: ExportOptions
    private let sink: ExportSink

    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try Report(source: source, options: options, sink: sink).write()
    }

    private func write() throws {
        var charts = ReportCharts()
        let reader = try source.read(
            live: { event, state in charts.note(event, state) }, part: { part in charts.note(part) })
        try sink.write(head)
        if let reader {
            try write(reader, charts)
        } else {
            try sink.write("<p>Nothing is recorded of this session.</p>\n")
        }
        let made = "Made by livetop \(HTML.text(options.version)). Times count from the beginning of the session."
        try sink.write("<footer>\(made)</footer>\n</main></body></html>\n")
    }

    private func write(_ reader: SessionReader, _ charts: ReportCharts) throws {
        let now = source.now ?? reader.lastAt
        let summary = reader.state.summary(at: now)
        let found = reader.findings(source, options)
        let length = reader.state.isTimed ? now - reader.state.openedAt : nil
        try sink.write(title(summary, now))
        try sink.write(ReportVerdict(summary: summary, length: length, isRunning: source.now != nil, found: found).html)
        try sink.write(facts(reader.state, summary, length))
        if options.hasAudio {
            try source.requireTimes(for: "the sound of the call")
            try writeAudio()
        }
        if reader.state.isTimed { try sink.write(charts.html(of: reader.state, at: now)) }
        try sink.write(findings(found))
        try writeConversation()
    }

    // MARK: Head

    private var head: String {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:"
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
            <title>Session \(source.session)</title><style>\(ReportStyle.sheet)</style></head><body><main>

            """
    }

    private func title(_ summary: SessionSummary, _ now: Timestamp) -> String {
        let tag = summary.tag.map { "<span class=\"tag\">\(HTML.text($0))</span>" } ?? ""
        let running = source.now == nil ? "" : " · still running"
        return """
            <header><h1>Session <code>\(summary.id)</code> \(tag)</h1>
            <p>\(HTML.text(summary.model ?? "unknown model")) · \(summary.knownOpening?.rfc3339 ?? "–")\(running)</p></header>

            """
    }

    private func facts(_ state: SessionState, _ summary: SessionSummary, _ length: Duration?) -> String {
        let latency = state.metrics.statistics(for: .response)
        let bargeIn = state.metrics.statistics(for: .bargeIn)
        let context = summary.usedTokens.map { used in
            "\(used)"
                + (summary.limitTokens.map { "<small> of \(summary.isLimitAssumed ? "~" : "")\($0)</small>" } ?? "")
        }
        let cards: [(String, String?)] = [
            ("Length", length.map { String(Figures.clock($0).dropLast(4)) }),
            ("Turns", "\(summary.turns)"),
            ("Response p50", latency.map { "\(Figures.decimal($0.p50, 0))<small> ms, n = \($0.count)</small>" }),
            ("Response p95", latency.map { "\(Figures.decimal($0.p95, 0))<small> ms</small>" }),
            ("Interruptions", "\(summary.interruptions)"),
            ("Barge-in p95", bargeIn.map { "\(Figures.decimal($0.p95, 0))<small> ms</small>" }),
            ("Context tokens", context), ("Cost", summary.cost.map { Format.metric($0, .dollars) }),
            ("Connections", "\(summary.connections)"), ("Frames", "\(summary.frames)"),
            ("Not captured", summary.droppedFrames > 0 ? "\(summary.droppedFrames)" : "0"),
        ]
        let boxes = cards.map { "<div class=\"card\"><b>\($0.1 ?? "–")</b><span>\($0.0)</span></div>" }.joined()
        return "<section class=\"cards\">\(boxes)</section>\n"
    }

    /// The call's sound as a data URI, three bytes at a time.
    private func writeAudio() throws {
        try sink.write("<section><h2>Sound</h2><audio controls preload=\"none\" src=\"data:audio/wav;base64,")
        var rest: [UInt8] = []
        var sound = options
        (sound.track, sound.isAsGenerated) = (.call, false)
        let sink = sink
        try WAV.write(
            source, sound,
            ExportSink { bytes in
                rest += bytes
                let whole = rest.count / 3 * 3
                try sink.write(Base64.encode(rest.prefix(whole)))
                rest.removeFirst(whole)
            })
        try sink.write(Base64.encode(rest) + "\"></audio><p>Left the microphone, right the model as it was heard.</p>")
        try sink.write("</section>\n")
    }

    // MARK: Findings

    private func findings(_ findings: ExportedFindings) -> String {
        let unshown = findings.note.map { "<p>\($0).</p>" } ?? ""
        guard !findings.shown.isEmpty else {
            return "<section id=\"findings\"><h2>Findings</h2><p class=\"good\">None.</p>\(unshown)</section>\n"
        }
        return "<section id=\"findings\"><h2>Findings</h2>\n" + findings.shown.map(finding).joined() + unshown
            + "</section>\n"
    }

    private func finding(_ entry: ExportedFinding) -> String {
        let finding = entry.finding
        let words = [finding.severity.rawValue, entry.explainedBy == nil ? "" : "explained"].filter { !$0.isEmpty }
        let mark = finding.isPrediction ? "predicted " : ""
        var text = """
            <article class="finding \(words.joined(separator: " "))"><h3><span>\(mark)\(finding.severity.rawValue)</span> \
            \(HTML.prose(finding.title))</h3><p class="place"><code>\(HTML.text(finding.rule.rawValue))</code> \
            \(place(entry))</p>
            """
        if !finding.cause.isEmpty { text += "<p>\(HTML.prose(finding.cause))</p>" }
        if !finding.fix.isEmpty { text += "<p class=\"fix\">\(HTML.prose(finding.fix))</p>" }
        if !finding.numbers.isEmpty || !finding.evidence.isEmpty {
            text += "<details><summary>Evidence</summary><p>\(HTML.text(entry.numberWords))</p>"
            text += "<p>\(HTML.text(entry.evidence))</p></details>"
        }
        return text + "</article>\n"
    }

    private func place(_ entry: ExportedFinding) -> String {
        guard let from = entry.from, let to = entry.to else { return "–" }
        let times = entry.finding.times > 1 ? ", \(entry.finding.times) times" : ""
        return "\(Figures.clock(from)) – \(Figures.clock(to))\(times)\(entry.finding.resolvedAt == nil ? "" : ", over")"
    }

    // MARK: Conversation

    private func writeConversation() throws {
        try sink.write("<section><h2>Conversation</h2>\n")
        _ = try source.readTurns(options) { place in try sink.write(turn(place)) }
        try sink.write("</section>\n")
    }

    private func turn(_ place: TurnPlace) -> String {
        let turn = place.turn
        var marks: [String] = []
        if place.isTimed, let response = turn.response {
            let sure = response.exactness.mark
            let note = response.confidence == .low ? ", not certain" : ""
            marks.append(
                "\(sure)\(Figures.decimal(response.duration.milliseconds, 0)) ms by \(response.anchor.rawValue)\(note)")
        }
        marks += turn.tools.map { "tool \($0.name)" }
        if turn.interruptedAt != nil { marks.append("interrupted") }
        if turn.isCutOff { marks.append("cut off") }
        if let reason = turn.reason { marks.append(reason) }
        let badges = marks.map { "<span>\(HTML.text($0))</span>" }.joined()
        var text = "<div class=\"turn\"><p class=\"place\">\(turn.index) · "
        text += "\(place.isTimed ? Figures.clock(turn.startedAt - place.openedAt) : "–") \(badges)</p>"
        let lines = SpokenLine.lines(of: place)
        for (speaker, name) in [(SpokenLine.Speaker.user, "user"), (.model, "model")] {
            let said = lines.filter { $0.speaker == speaker }
            guard let last = said.last else { continue }
            let unheard = last.unheard.isEmpty ? "" : " <del>\(HTML.text(last.unheard))</del>"
            text += "<p class=\"\(name)\">\(HTML.text(said.map(\.text).joined(separator: " ")))\(unheard)</p>"
        }
        return text + "</div>\n"
    }
}
