import Listening
import LiveProtocol
import SessionModel
import Wording

/// What the page draws: lanes of sound, the context, the latency of each turn. Collected in bounded memory.
struct ReportCharts {
    private var lanes: [(title: String, style: String, spans: SpanList)] = [
        ("user speech", "mic", SpanList()), ("microphone", "mic faint", SpanList()),
        ("model received", "model faint", SpanList()), ("model heard", "model", SpanList()),
        ("tools", "tool", SpanList()),
    ]
    private var interruptions = SpanList()
    /// Context after each usage message.
    private var context: [(at: Timestamp, tokens: Int64)] = []
    private var turns: [Turn] = []

    private static let turnLimit = 120
    private static let width = 1_000.0

    mutating func note(_ event: LiveEvent, _ state: SessionState) {
        guard case .server(.usage) = event.kind, let tokens = state.tokens.context else { return }
        context.append((event.at, tokens))
        // Every other point goes: the line stays, only coarser, and ends with the latest.
        if context.count > 2_000 { context = context.indices.filter { $0 % 2 == 0 }.map { context[$0] } }
    }

    mutating func note(_ part: SessionReader.Part) {
        switch part {
        case .speech(let segment): lanes[0].spans.append(segment.onset, segment.end ?? segment.onset)
        case .microphone(let run): lanes[1].spans.append(run.start, run.end)
        case .received(let run): lanes[2].spans.append(run.start, run.end)
        case .heard(let run): lanes[3].spans.append(run.start, run.end)
        case .tool(let call):
            if let calledAt = call.calledAt { lanes[4].spans.append(calledAt, call.answeredAt ?? calledAt) }
        case .interruption(let interruption): interruptions.append(interruption.at, interruption.at)
        case .turn(let turn):
            turns.append(turn)
            if turns.count > Self.turnLimit { turns.removeFirst() }
        }
    }

    func html(of state: SessionState, at now: Timestamp) -> String {
        let scale = TimeScale(start: state.openedAt, length: max((now - state.openedAt).seconds, 0.001))
        return "<section><h2>Timeline</h2>\n\(timeline(state, scale))</section>\n"
            + (context.isEmpty ? "" : "<section><h2>Context</h2>\n\(contextChart(state, scale))</section>\n")
            + (latencies.isEmpty ? "" : "<section><h2>Response latency by turn</h2>\n\(latencyChart)</section>\n")
    }

    /// Where instants are drawn.
    private struct TimeScale {
        var start: Timestamp
        var length: Double

        func x(_ instant: Timestamp) -> Double { min(max((instant - start).seconds / length, 0), 1) * width }

        /// Round distances between marks of time, about eight of them.
        var marks: [Double] {
            let steps: [Double] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400]
            let step = steps.first { length / $0 <= 8 } ?? length / 8
            return Array(stride(from: 0, through: length, by: step))
        }
    }

    // MARK: Timeline

    private func timeline(_ state: SessionState, _ scale: TimeScale) -> String {
        let height = Double(lanes.count + 1) * 26
        var svg = Self.open(height: height + 24, "Who spoke when")
        svg += grid(scale, height: height)
        for (row, lane) in lanes.enumerated() {
            let y = Double(row) * 26 + 4
            svg += Self.label(lane.title, y: y + 13)
            for span in lane.spans.all {
                let (from, to) = (scale.x(span.start), scale.x(span.end))
                svg += Self.rect(lane.style, x: from, y: y, width: max(to - from, 1.2), height: 18)
            }
        }
        for clock in state.connections {
            let (from, to) = (scale.x(clock.openedAt), scale.x(clock.closedAt ?? scale.start + .seconds(scale.length)))
            svg += Self.rect("socket", x: from, y: height - 22, width: max(to - from, 1.2), height: 18)
            if let goAway = clock.goAway { svg += Self.line("alarm", scale.x(goAway.at), height - 24, height) }
        }
        svg += Self.label("connections", y: height - 9)
        for mark in interruptions.all { svg += Self.line("alarm", scale.x(mark.start), 0, 26 * 4) }
        return svg
            + "</svg></div>\n<p class=\"legend\">Vertical marks: interruptions, and goAway on the connections.</p>\n"
    }

    private func grid(_ scale: TimeScale, height: Double) -> String {
        scale.marks.map { seconds in
            let x = seconds / scale.length * Self.width
            let text = Figures.clock(.milliseconds(Int64(clamping: seconds * 1_000))).dropLast(4)
            return Self.line("grid", x, 0, height)
                + "<text class=\"tick\" x=\"\(Figures.decimal(x + Self.margin, 1))\" y=\"\(Figures.decimal(height + 16, 1))\">"
                + "\(text)</text>"
        }.joined()
    }

    // MARK: Context

    private func contextChart(_ state: SessionState, _ scale: TimeScale) -> String {
        let most = Double(max(context.map(\.tokens).max() ?? 1, 1))
        let limit = state.tokens.limit.map { Double($0.tokens) }
        // The limit is drawn where it is in sight; otherwise it would flatten the line to nothing.
        let top = limit.map { $0 <= most * 4 ? $0 : most * 1.15 } ?? most * 1.15
        // A count holds until the next one comes.
        var path = ""
        for point in context {
            let x = Figures.decimal(scale.x(point.at) + Self.margin, 1)
            let y = Figures.decimal(140 - Double(point.tokens) / top * 130, 1)
            path += path.isEmpty ? "M\(x) 140V\(y)" : "H\(x)V\(y)"
        }
        path += "H\(Figures.decimal(Self.width + Self.margin, 1))"
        var svg = Self.open(height: 170, "Tokens in the context") + grid(scale, height: 146)
        svg += "<path class=\"tokens\" d=\"\(path)\"/>"
        let hasLimit = limit.map { $0 <= top } ?? false
        // Labels that would lie on each other stand below each other.
        let y = 140 - most / top * 130 + 4
        svg += Self.label("\(Figures.decimal(most, 0)) tokens at most", y: hasLimit ? max(y, 32) : y)
        if let limit, hasLimit { svg += Self.label("limit \(Figures.decimal(limit, 0))", y: 16) }
        return svg + "</svg></div>\n"
    }

    // MARK: Latency

    private var latencies: [Turn] { turns.filter { !$0.segments.isEmpty } }

    private var latencyChart: String {
        let turns = latencies
        let most = turns.compactMap { $0.perceivedGap?.milliseconds }.max() ?? 1
        let step = Self.width / Double(max(turns.count, 12))
        var svg = Self.open(height: 206, "Response latency by turn")
        for threshold in [800.0, 1_500] where threshold <= most {
            // The topmost label is that of the slowest turn.
            let y = 180 - threshold / most * 165
            svg +=
                "<path class=\"grid\" d=\"M\(Int(Self.margin)) \(Figures.decimal(y, 1))H\(Int(Self.width + Self.margin))\"/>"
            if y > 31 { svg += Self.label("\(Int(threshold)) ms", y: y + 4) }
        }
        svg += Self.label("\(Figures.decimal(most, 0)) ms", y: 15)
        for (index, turn) in turns.enumerated() {
            var y = 180.0
            for segment in turn.segments {
                let height = segment.duration.milliseconds / max(most, 1) * 165
                y -= height
                let style = "seg-" + segment.name.rawValue.replacing("+", with: "-").replacing("_", with: "-")
                let title =
                    "turn \(turn.index): \(segment.name.rawValue) "
                    + "\(Figures.decimal(segment.duration.milliseconds, 0)) ms (\(segment.exactness.rawValue))"
                svg += Self.rect(
                    style, x: Double(index) * step + 2, y: y, width: max(min(step - 4, 40), 1), height: height, title)
            }
            guard turns.count <= 40 else { continue }
            let x = Double(index) * step + 4 + Self.margin
            svg += "<text class=\"tick\" x=\"\(Figures.decimal(x, 1))\" y=\"198\">\(turn.index)</text>"
        }
        let names = TurnSegment.Name.allCases.map { name in
            let style = "seg-" + name.rawValue.replacing("+", with: "-").replacing("_", with: "-")
            return "<span><i class=\"\(style)\"></i>\(name.rawValue.replacing("_", with: " "))</span>"
        }
        return svg + "</svg></div>\n<p class=\"legend\">\(names.joined())</p>\n"
    }

    // MARK: Pieces of SVG

    private static let margin = 132.0

    private static func open(height: Double, _ title: String) -> String {
        "<div class=\"chart\"><svg viewBox=\"0 0 \(Int(width + margin + 24)) \(Int(height))\" role=\"img\" aria-label=\"\(title)\">"
    }

    private static func label(_ text: String, y: Double) -> String {
        "<text class=\"name\" x=\"122\" y=\"\(Figures.decimal(y, 1))\">\(HTML.text(text))</text>"
    }

    private static func rect(
        _ style: String, x: Double, y: Double, width: Double, height: Double, _ title: String? = nil
    ) -> String {
        let place = "x=\"\(Figures.decimal(x + margin, 1))\" y=\"\(Figures.decimal(y, 1))\""
        let size = "width=\"\(Figures.decimal(width, 1))\" height=\"\(Figures.decimal(max(height, 0), 1))\""
        let inside = title.map { "<title>\(HTML.text($0))</title>" } ?? ""
        return "<rect class=\"\(style)\" \(place) \(size) rx=\"2\">\(inside)</rect>"
    }

    private static func line(_ style: String, _ x: Double, _ from: Double, _ to: Double) -> String {
        let x = Figures.decimal(x + margin, 1)
        return "<path class=\"\(style)\" d=\"M\(x) \(Figures.decimal(from, 1))V\(Figures.decimal(to, 1))\"/>"
    }
}

/// Stretches of time, at most a few thousand: when they are too many, neighbours become one.
struct SpanList {
    struct Span {
        var start: Timestamp
        var end: Timestamp
    }

    private(set) var all: [Span] = []
    private static let limit = 4_000

    mutating func append(_ start: Timestamp, _ end: Timestamp) {
        all.append(Span(start: start, end: max(start, end)))
        guard all.count > Self.limit else { return }
        all = stride(from: 0, to: all.count, by: 2).map { index in
            let next = all[min(index + 1, all.count - 1)]
            return Span(start: all[index].start, end: max(all[index].end, next.end))
        }
    }
}
