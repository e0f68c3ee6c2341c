import Filters
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// The turns of a session, the newest at the bottom, each with the silence before its answer as a bar; below them the
/// selected one in full.
struct TurnsScreen: ListScreen {
    static let title = "Turns"
    static let level = ScreenLevel.view
    static let summary = "its turns and their latency"
    static let rowName = "turn"

    static var keys: [KeyMap.Group] {
        let open = Binding(
            keys: [.enter], action: .open, footer: "frames", help: "show the frames of the turn")
        return [
            section(
                [open, CommonKeys.back] + CommonKeys.moves(end: CommonKeys.newest) + CommonKeys.turns
                    + [CommonKeys.worstTurn, CommonKeys.hear] + CommonKeys.findings + CommonKeys.views()
                    + [CommonKeys.filter, CommonKeys.follow] + CommonKeys.marks + [
                        CommonKeys.faults, CommonKeys.export,
                    ]
                    + CommonKeys.looks(hasTimes: true) + [CommonKeys.quitNow])
        ]
    }

    var cursor = ListCursor<Int>(growsAtEnd: true)
    var filter: FilterField? = FilterField(.turns)

    /// Those that match the filter.
    func turns(_ context: ScreenContext) -> [Turn] {
        guard let detail = context.detail else { return [] }
        guard wanted != .everything || context.marks.isAlone else { return detail.turns.all }
        return detail.turns.all.filter { turn in
            (!context.marks.isAlone || context.marks.contains(Marks.Place(detail.id, turn: turn.openedAt)))
                && wanted.matches(FilteredTurn(turn, openedAt: detail.openedAt))
        }
    }

    func rowKeys(_ context: ScreenContext) -> [Int] { turns(context).map(\.index) }

    static func listPlace(in body: Rect) -> Rect { parts(of: body).list }

    func selected(_ context: ScreenContext) -> Turn? {
        let all = turns(context)
        return cursor.index(in: all.map(\.index)).map { all[$0] }
    }

    func markPlace(of key: Int, _ context: ScreenContext) -> Marks.Place? {
        guard let detail = context.detail, let turn = detail.turns.all.first(where: { $0.index == key }) else {
            return nil
        }
        return Marks.Place(detail.id, turn: turn.openedAt)
    }

    func markPlace(_ context: ScreenContext) -> Marks.Place? { selectedMarkPlace(context) }

    // MARK: What happens

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        if isOther { self = TurnsScreen() }
    }

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .open: return selected(context).map { [.show(.frames, at: .instant($0.openedAt))] } ?? []
        case .nextTurn: return [.tell(selectNext(1, context)?.words ?? Self.noTurn)]
        case .previousTurn: return [.tell(selectNext(-1, context)?.words ?? Self.noTurn)]
        default: return performOnList(action, context)
        }
    }

    static let noTurn = "No turn so far."

    /// Selects the next or the previous turn, whether the filter shows it or not; nil where there is none.
    mutating func selectNext(_ step: Int, _ context: ScreenContext) -> (turn: Turn, words: String)? {
        guard let tracker = context.detail?.turns, !tracker.all.isEmpty else { return nil }
        let all = tracker.all
        let current = cursor.selected.flatMap { wanted in all.lastIndex { $0.index <= wanted } } ?? all.count - 1
        let target = max(0, min(all.count - 1, cursor.selected == nil && step < 0 ? current : current + step))
        cursor.select(all[target].index)
        return (all[target], "Turn \(all[target].index) of \(tracker.count)")
    }

    /// Selects the turn whose silence was longest; nil where none has been measured.
    mutating func selectWorst(_ context: ScreenContext) -> Turn? {
        let measured = (context.detail?.turns.all ?? []).filter { $0.perceivedGap != nil }
        let worst = measured.max { ($0.perceivedGap ?? .zero) < ($1.perceivedGap ?? .zero) }
        guard let worst else { return nil }
        filter?.clear()
        cursor.select(worst.index)
        return worst
    }

    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool {
        switch target {
        case .turn(let number): cursor.select(number)
        case .instant(let instant):
            let turn = context.detail?.turns.all.last { $0.openedAt <= instant }
            if let turn { cursor.select(turn.index) }
        case .frame, .finding: return false
        }
        return true
    }

    func position(_ context: ScreenContext) -> String {
        context.detail != nil && cursor.isFollowing ? "following" : ""
    }

    func copyText(_ context: ScreenContext) -> String? {
        selected(context).map { "\($0.userText.value)\n\($0.modelText.value)" }
    }
}

// MARK: - Drawing

extension TurnsScreen {
    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let session = context.detail, let time = context.time, let now = context.snapshot?.now else {
            return context.drawNothing(on: &grid)
        }
        let all = turns(context)
        guard let selected = cursor.index(in: all.map(\.index)) else {
            let remark = session.turns.count == 0 ? "no turn so far" : "no turn matches"
            return grid.draw(StyledText(remark, .faint), in: context.body.inset(columns: 1))
        }
        let parts = Self.parts(of: context.body)
        Self.drawStatistics(of: session, in: parts.statistics, on: &grid)
        let scale = Self.scale(of: all)
        let slots = Self.slots(width: parts.list.columns)
        let columns = slots.map {
            Table.Column(title: Self.title($0, scale, time), width: $0.width, alignment: $0.alignment)
        }
        let look = CellLook(
            now: now, time: time, privacy: context.privacy, scale: scale, marks: Self.marks(of: session))
        drawRows(all.map(\.index), under: columns, in: parts.list, context, on: &grid) { row in
            slots.map { Self.cell($0, all[row], after: row > 0 ? all[row - 1] : nil, look) }
        }
        guard parts.detail.rows > 1 else { return }
        let turn = all[selected]
        TurnPane(
            turn: turn, tokens: session.tokens.tokens(ofTurn: turn.index), now: now, time: time,
            privacy: context.privacy
        ).draw(in: parts.detail, on: &grid)
    }

    private static func parts(of rect: Rect) -> (statistics: Rect, list: Rect, detail: Rect) {
        let (statistics, rest) = rect.cutTop(rect.rows >= 10 ? 1 : 0)
        let detailRows = rest.rows >= 14 ? min(16, rest.rows / 2) : 0
        let (detail, list) = rest.cutBottom(detailRows)
        return (statistics.inset(columns: 1), list, detail.inset(columns: 1))
    }

    // MARK: Statistics

    private static func drawStatistics(of session: SessionState, in line: Rect, on grid: inout CellGrid) {
        let response = session.metrics.statistics(for: .response)
        let figures = [("┊p50", response?.p50), ("│p95", response?.p95), ("p99", response?.p99)].map {
            StyledText($0.0 + " ", .faint) + graded($0.1)
        }
        let counted = response.map { StyledText("  \(Format.count($0.count)) measured", .faint) } ?? ""
        let anchor = StyledText(response?.anchor.map { " since \($0.words)" } ?? "", .faint)
        let name = StyledText("answer  ", .faint)
        let text = [
            figures.joined(by: "  ") + counted + anchor, figures.prefix(2).joined(by: "  ") + counted + anchor,
            figures.prefix(2).joined(by: "  ") + counted,
        ].map { name + $0 }.fitting(line.columns)
        let (count, interruptions) = (session.turns.count, session.turns.interruptions)
        let counts = StyledText("\(Format.counted(count, "turn")), \(interruptions) interrupted", .faint)
        grid.draw(text, in: line)
        if text.width + counts.width + 2 <= line.columns { grid.draw(counts, in: line, aligned: .right) }
    }

    private static func graded(_ milliseconds: Double?) -> StyledText {
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

    /// What all cells of a picture have in common.
    private struct CellLook {
        let now: Timestamp
        let time: TimeScale
        let privacy: Privacy
        /// What the whole width of a bar stands for.
        let scale: Duration
        let marks: [(length: Duration, sign: Character)]
    }

    /// The median and the 95th percentile of the response, which all bars are compared with.
    private static func marks(of session: SessionState) -> [(length: Duration, sign: Character)] {
        let response = session.metrics.statistics(for: .response)
        return [(response?.p50, Character("┊")), (response?.p95, Character("│"))].compactMap { value, sign in
            value.map { (.nanoseconds(Int64(clamping: $0 * 1e6)), sign) }
        }
    }

    /// What the whole width of a bar stands for: the longest silence on screen, rounded up.
    private static func scale(of turns: [Turn]) -> Duration {
        let longest = turns.compactMap(\.perceivedGap).max()?.seconds ?? 1
        let steps = [0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300]
        return .nanoseconds(Int64(clamping: (steps.first { $0 >= longest } ?? longest) * 1e9))
    }

    private static func title(_ slot: Slot, _ scale: Duration, _ time: TimeScale) -> StyledText {
        guard slot.column == .bar else {
            return StyledText(slot.column == .at ? time.heading : slot.title, .heading)
        }
        let end = Format.latency(scale)
        let gap = String(repeating: " ", count: max(1, slot.width - 1 - TextWidth.width(end)))
        return StyledText("0" + gap + end, .faint)
    }

    private static func cell(_ slot: Slot, _ turn: Turn, after previous: Turn?, _ look: CellLook) -> StyledText {
        let unknown = StyledText(Format.unknown, .faint)
        switch slot.column {
        case .number: return StyledText("\(turn.index)")
        case .at: return StyledText(look.time.text(turn.openedAt, after: previous?.openedAt), .faint)
        case .silence:
            guard let gap = turn.perceivedGap else { return unknown }
            return StyledText(Format.latency(gap), Style.grading(gap.milliseconds, .response, .plain))
        case .bar:
            return TurnWaterfall(segments: turn.segments, scale: look.scale, marks: look.marks).text(width: slot.width)
        case .audio: return turn.audioByteCount > 0 ? StyledText(Format.latency(turn.audioDuration)) : unknown
        case .heard:
            guard let ratio = turn.heardRatio(at: look.now) else { return unknown }
            return StyledText(Format.percent(ratio), ratio < 1 && !turn.isOpen ? .warning : .plain)
        case .ending: return turn.ending
        case .words: return turn.words(look.privacy)
        }
    }
}
