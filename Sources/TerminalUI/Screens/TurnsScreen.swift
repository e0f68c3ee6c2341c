import LiveProtocol
import SessionModel
import Wording

/// The turns of a session, the newest at the bottom, each with the silence before its answer as a bar; below them the
/// selected one in full.
struct TurnsScreen {
    let session: SessionState
    /// Those that match the filter.
    let turns: [Turn]
    let marks: Marks
    let cursor: ListCursor
    let now: Timestamp
    let time: TimeScale
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let all = turns
        guard let selected = cursor.index(in: all.map(\.index)) else {
            return grid.draw(
                StyledText(session.turns.count == 0 ? "no turn so far" : "no turn matches", .faint),
                in: rect.inset(columns: 1))
        }
        let parts = Self.parts(of: rect)
        drawStatistics(in: parts.statistics, on: &grid)
        let scale = Self.scale(of: all)
        let slots = Self.slots(width: parts.list.columns)
        let height = max(0, parts.list.rows - 1)
        let table = Table(
            columns: slots.map { Table.Column(title: title($0, scale), width: $0.width, alignment: $0.alignment) },
            rowCount: all.count,
            top: SessionsList.top(showing: selected, from: cursor.top, height: height, count: all.count),
            selected: selected, isMarked: { marks.contains(Marks.Place(session.id, turn: all[$0].openedAt)) }
        ) { row in slots.map { cell($0, all[row], after: row > 0 ? all[row - 1] : nil, scale) } }
        table.draw(in: parts.list, on: &grid)
        guard parts.detail.rows > 1 else { return }
        let turn = all[selected]
        TurnPane(turn: turn, tokens: session.tokens.tokens(ofTurn: turn.index), now: now, time: time, privacy: privacy)
            .draw(in: parts.detail, on: &grid)
    }

    /// Rows of turns that fit.
    static func listHeight(in body: Rect) -> Int { max(0, parts(of: body).list.rows - 1) }

    /// Rows above the first turn.
    static func titleRows(in body: Rect) -> Int { parts(of: body).statistics.rows + 1 }

    private static func parts(of rect: Rect) -> (statistics: Rect, list: Rect, detail: Rect) {
        let (statistics, rest) = rect.cutTop(rect.rows >= 10 ? 1 : 0)
        let detailRows = rest.rows >= 14 ? min(16, rest.rows / 2) : 0
        let (detail, list) = rest.cutBottom(detailRows)
        return (statistics.inset(columns: 1), list, detail.inset(columns: 1))
    }

    // MARK: Statistics

    private func drawStatistics(in line: Rect, on grid: inout CellGrid) {
        let response = session.metrics.statistics(for: .response)
        var text = StyledText("response  ", .faint)
        for (name, value) in [("p50", response?.p50), ("p95", response?.p95), ("p99", response?.p99)] {
            text += StyledText(name + " ", .faint) + graded(value) + "  "
        }
        if let response {
            let anchor = response.anchor.map { " since \($0.rawValue)" } ?? ""
            text += StyledText("\(response.count) measured\(anchor)", .faint)
        }
        let (count, interruptions) = (session.turns.count, session.turns.interruptions)
        let counts = StyledText("\(count) turns, \(interruptions) interrupted", .faint)
        grid.draw(text, in: line)
        if text.width + counts.width + 2 <= line.columns { grid.draw(counts, in: line, aligned: .right) }
    }

    private func graded(_ milliseconds: Double?) -> StyledText {
        guard let milliseconds else { return StyledText(Format.unknown, .faint) }
        let length = Duration.nanoseconds(Int64(clamping: milliseconds * 1e6))
        return StyledText(Format.latency(length), Style.grading(milliseconds, .response, .strong))
    }

    // MARK: Table

    private enum Column {
        case number, at, silence, bar, audio, heard, ending, words
    }

    private struct Slot {
        var column: Column
        var title: String
        var width: Int
        var alignment = Alignment.left
    }

    private static func slots(width: Int) -> [Slot] {
        var slots = [
            Slot(column: .number, title: "#", width: 4, alignment: .right),
            Slot(column: .at, title: "AT", width: 12, alignment: .right),
            Slot(column: .silence, title: "SILENCE", width: 7, alignment: .right),
            Slot(column: .bar, title: "", width: max(10, min(60, width / 5))),
        ]
        if width >= 96 {
            slots.append(Slot(column: .audio, title: "AUDIO", width: 7, alignment: .right))
            slots.append(Slot(column: .heard, title: "HEARD", width: 5, alignment: .right))
        }
        if width >= 66 { slots.append(Slot(column: .ending, title: "END", width: 11)) }
        if width < 50 { slots.removeAll { $0.column == .at } }
        let used = slots.reduce(2) { $0 + $1.width + Table.gap }
        if width - used >= 8 { slots.append(Slot(column: .words, title: "USER → MODEL", width: width - used)) }
        return slots
    }

    /// What the whole width of a bar stands for: the longest silence on screen, rounded up.
    private static func scale(of turns: [Turn]) -> Duration {
        let longest = turns.compactMap(\.perceivedGap).max()?.seconds ?? 1
        let steps = [0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300]
        return .nanoseconds(Int64(clamping: (steps.first { $0 >= longest } ?? longest) * 1e9))
    }

    private func title(_ slot: Slot, _ scale: Duration) -> StyledText {
        guard slot.column == .bar else {
            return StyledText(slot.column == .at ? time.heading : slot.title, .heading)
        }
        let end = Format.latency(scale)
        let gap = String(repeating: " ", count: max(1, slot.width - 1 - TextWidth.width(end)))
        return StyledText("0" + gap + end, .faint)
    }

    private func cell(_ slot: Slot, _ turn: Turn, after previous: Turn?, _ scale: Duration) -> StyledText {
        let unknown = StyledText(Format.unknown, .faint)
        switch slot.column {
        case .number: return StyledText("\(turn.index)")
        case .at: return StyledText(time.text(turn.openedAt, after: previous?.openedAt), .faint)
        case .silence:
            guard let gap = turn.perceivedGap else { return unknown }
            return StyledText(Format.latency(gap), Style.grading(gap.milliseconds, .response, .plain))
        case .bar: return TurnWaterfall(segments: turn.segments, scale: scale).text(width: slot.width)
        case .audio: return turn.audioByteCount > 0 ? StyledText(Format.latency(turn.audioDuration)) : unknown
        case .heard:
            guard let ratio = turn.playback.heardRatio(at: now) else { return unknown }
            return StyledText(Format.percent(ratio), ratio < 1 && !turn.isOpen ? .warning : .plain)
        case .ending: return turn.ending
        case .words: return turn.words(privacy)
        }
    }
}

extension Style {
    /// What a value of a metric calls for by the metric's thresholds; `style` where all is well or nothing is known.
    static func grading(_ value: Double, _ metric: Metric, _ style: Style) -> Style {
        switch metric.thresholds?.grade(value) {
        case .bad: .alert
        case .warning: .warning
        case .good, nil: style
        }
    }
}

extension Turn {
    /// How it ended, in at most eleven columns where the service gave no reason of its own.
    var ending: StyledText {
        if interruptedAt != nil { return StyledText("interrupted", .warning) }
        if isCutOff { return StyledText("cut off", .alert) }
        guard completedAt != nil else { return StyledText("open", .down) }
        return StyledText(reason ?? "complete", reason == nil ? .faint : .warning)
    }

    /// What both sides said.
    func words(_ privacy: Privacy) -> StyledText {
        let user = StyledText(privacy.masked(userText.value), .up)
        let model = StyledText(privacy.masked(modelText.value), .down)
        return [user, model].filter { $0.width > 0 }.joined(by: StyledText(" → ", .faint))
    }
}
