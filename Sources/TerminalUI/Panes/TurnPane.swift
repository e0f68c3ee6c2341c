import LiveProtocol
import SessionModel
import Wording

/// One turn in full: where its silence went, by which anchors it was measured, what was heard of it.
struct TurnPane {
    let turn: Turn
    let tokens: TurnTokens?
    let now: Timestamp
    let time: TimeScale
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let body = Section(title: "Turn \(turn.index)", remark: remark).draw(in: rect, on: &grid)
        let lines = silence(width: body.columns) + anchors(width: body.columns) + heard + words(width: body.columns)
        for (offset, line) in lines.prefix(body.rows).enumerated() {
            grid.draw(line, in: Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1))
        }
    }

    private var remark: String {
        [time.text(turn.openedAt, after: nil), turn.isColdStart ? "first turn, not in percentiles" : nil]
            .compactMap { $0 }.joined(separator: ", ")
    }

    private static let labelWidth = 24

    private static func line(_ label: String, _ text: StyledText) -> StyledText {
        StyledText(label + String(repeating: " ", count: max(1, labelWidth - TextWidth.width(label))), .faint) + text
    }

    /// One line for each part of the silence, its bar under the bar of the part before, and their sum.
    private func silence(width: Int) -> [StyledText] {
        let segments = turn.segments
        guard let gap = turn.perceivedGap, let start = segments.first?.startedAt else {
            return [Self.line("silence", StyledText("– no start that can be relied on", .faint))]
        }
        let barWidth = max(0, min(80, width - Self.labelWidth - 10))
        let lines = segments.map { segment in
            let from = Self.columns(segment.startedAt - start, of: barWidth, gap)
            let to = Self.columns(segment.startedAt + segment.duration - start, of: barWidth, gap)
            let (sign, style) = segment.name.sign
            let bar = String(repeating: sign, count: max(1, to - from))
            return Self.line("  " + segment.name.words, Self.number(segment.duration, segment.exactness))
                + "  " + StyledText(String(repeating: " ", count: from)) + StyledText(bar, style)
        }
        let bar = TurnWaterfall(segments: segments, scale: gap).text(width: barWidth)
        return [Self.line("silence", Self.number(gap, segments.first?.exactness, .strong)) + "  " + bar] + lines
    }

    private static func columns(_ length: Duration, of width: Int, _ scale: Duration) -> Int {
        let share = length.seconds / max(scale.seconds, 1e-9)
        return max(0, min(width, Int(clamping: (share * Double(width)).rounded())))
    }

    /// Seven columns; an estimate and a lower bound say so.
    private static func number(_ length: Duration, _ exactness: Exactness?, _ style: Style = .plain) -> StyledText {
        let text = (exactness?.mark ?? "") + Format.latency(length)
        return StyledText(String(repeating: " ", count: max(0, 8 - TextWidth.width(text))) + text, style)
    }

    /// The same latency by every anchor there is.
    private func anchors(width: Int) -> [StyledText] {
        turn.responses.enumerated().map { index, latency in
            let isHeadline = latency == turn.response
            let notes = [
                "  since \(latency.anchor.words)", latency.confidence == .low ? ", not certain" : "",
                ", \(latency.exactness.words)",
                isHeadline && turn.responses.count > 1 ? ", this one counts" : "",
            ]
            let line = Self.line(index == 0 ? "answered after" : "", Self.number(latency.duration, latency.exactness))
            return (1...notes.count).reversed().map { line + StyledText(notes.prefix($0).joined(), .faint) }
                .fitting(width)
        }
    }

    private var heard: [StyledText] {
        guard turn.audioByteCount > 0 else { return [] }
        let ratio = turn.heardRatio(at: now)
        var text = StyledText(Format.latency(turn.audioDuration)) + StyledText(" of speech, ", .faint)
        text += StyledText(Format.percent(ratio), (ratio ?? 1) < 1 ? .warning : .plain) + StyledText(" heard", .faint)
        if turn.playback.underruns > 0 {
            text += StyledText(", \(turn.playback.underruns) underruns", .warning)
        }
        if turn.audioAfterInterruption > .zero {
            text += StyledText(", \(Format.latency(turn.audioAfterInterruption)) after the interruption", .warning)
        }
        return [Self.line("audio", text)] + tokenLine
    }

    private var tokenLine: [StyledText] {
        guard let tokens else { return [] }
        let mark = tokens.isEstimated ? "~" : ""
        return [
            Self.line(
                "tokens",
                StyledText(mark + Format.quantity(tokens.input.total)) + StyledText(" in, ", .faint)
                    + StyledText(mark + Format.quantity(tokens.output.total)) + StyledText(" out", .faint))
        ]
    }

    private func words(width: Int) -> [StyledText] {
        let user = paragraph("user", turn.userText.value, .up, width)
        return user + paragraph("model", turn.modelText.value, .down, width)
    }

    private func paragraph(_ label: String, _ text: String, _ style: Style, _ width: Int) -> [StyledText] {
        guard !text.isEmpty else { return [] }
        return TextWidth.wrapped(privacy.masked(text), to: max(8, width - Self.labelWidth)).enumerated().map {
            Self.line($0 == 0 ? label : "", StyledText($1, style))
        }
    }
}
