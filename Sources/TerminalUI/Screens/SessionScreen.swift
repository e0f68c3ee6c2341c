import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// One session: its clocks, who sounded when, what was said, what is wrong, what it costs.
struct SessionScreen: DashboardScreen {
    static let title = "Session"
    static let level = ScreenLevel.session
    static let summary = "the session: clocks, lanes, transcript"

    /// The part that has the keys.
    var pane = SessionPane.transcript
    /// That part has the whole screen.
    var isZoomed = false
    var window = TimeWindow()
    var transcript = TranscriptScroll()

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        guard isOther else { return }
        let pane = pane
        self = SessionScreen()
        self.pane = pane
    }

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .nextPane: pane = pane.next(by: 1)
        case .previousPane: pane = pane.next(by: -1)
        case .zoomPane: isZoomed.toggle()
        case .left: changeWindow(context) { $0.move(-1, from: $1, to: $2) }
        case .right: changeWindow(context) { $0.move(1, from: $1, to: $2) }
        case .zoomIn: changeWindow(context) { $0.zoomIn(from: $1, to: $2) }
        case .zoomOut: changeWindow(context) { $0.zoomOut(from: $1, to: $2) }
        case .zoomFit: changeWindow(context) { window, _, _ in window.fit() }
        case .follow: toggleFollowing(context)
        default: return nil
        }
        return []
    }

    /// Findings where they have the keys, else the transcript.
    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        let transcript = transcriptOnScreen(context)
        if pane == .findings {
            var cursor = context.finding
            cursor.move(
                by: step.lines(ofPage: transcript?.height ?? 1),
                in: FindingRows.grouped(context.findings ?? [], unfolded: []).map(\.head.key))
            return cursor.selected.map { [.select(.finding($0), on: .findings)] } ?? []
        }
        guard let transcript else { return [] }
        if step == .end {
            self.transcript.show(nil)
        } else {
            self.transcript.move(
                by: step.lines(ofPage: transcript.height), in: transcript.text, height: transcript.height)
        }
        return []
    }

    /// A click on a part gives it the keys.
    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest] {
        if let pressed = layout(context).panes.first(where: { $0.place.contains(row: row, column: column) }) {
            pane = pressed.pane
        }
        return []
    }

    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool {
        guard case .instant(let instant) = target else { return false }
        changeWindow(context) { $0.show(instant, from: $1, to: $2) }
        transcript.show(transcriptOnScreen(context)?.text.place(at: instant))
        return true
    }

    func position(_ context: ScreenContext) -> String { isZoomed ? "z: all parts" : "" }

    func firstKeys(_ context: ScreenContext) -> [Action] {
        pane == .lanes
            ? [.left, .zoomIn, .nextFinding, .nextPane, .zoomPane]
            : [.down, .nextPane, .zoomPane, .left, .worstTurn, .command, .follow, .actions]
    }
}

// MARK: - Keys

extension SessionScreen {
    static var keys: [KeyMap.Group] {
        [
            section(
                [CommonKeys.back] + CommonKeys.moves(end: CommonKeys.newest) + parts + CommonKeys.turns
                    + [CommonKeys.worstTurn] + findings + CommonKeys.views() + [CommonKeys.follow]
                    + [CommonKeys.actions, CommonKeys.faults, CommonKeys.export, CommonKeys.hear]
                    + CommonKeys.looks(hasTimes: true)
                    + [CommonKeys.quitNow])
        ]
    }

    private static let parts = [
        Binding(
            keys: [.tab], action: .nextPane, footer: "next part",
            help: "to the next part: clocks, lanes, transcript, findings, tokens"),
        Binding(keys: [.backTab], action: .previousPane, help: "to the part before"),
        Binding(
            keys: [.character("z")], action: .zoomPane, footer: "zoom",
            help: "give the part the whole screen, or take it back"),
        Binding(
            keys: [.left, .character("h")], action: .left, footer: "time", footerKey: "h l", help: "the lanes: earlier"),
        Binding(keys: [.right, .character("l")], action: .right, help: "the lanes: later"),
        Binding(
            keys: [.character("+"), .character("=")], action: .zoomIn, footer: "scale", footerKey: "+ -",
            help: "the lanes: less time, more detail"),
        Binding(keys: [.character("-")], action: .zoomOut, help: "the lanes: more time"),
        Binding(keys: [.character("0")], action: .zoomFit, help: "the lanes: the whole session"),
    ]

    /// Marks in the lanes are selected by them.
    private static let findings = CommonKeys.findings.map { binding in
        guard binding.action == .nextFinding else { return binding }
        var binding = binding
        (binding.footer, binding.footerKey) = ("finding", "{ }")
        return binding
    }
}

extension Action {
    static let zoomPane = Action("zoom-pane")
    static let zoomIn = Action("zoom-in")
    static let zoomOut = Action("zoom-out")
    static let zoomFit = Action("zoom-fit")
}

// MARK: - Time and place

extension SessionScreen {
    private func layout(_ context: ScreenContext) -> SessionLayout {
        SessionLayout(context.body, shown: pane, isZoomed: isZoomed)
    }

    private mutating func changeWindow(
        _ context: ScreenContext, _ change: (inout TimeWindow, _ opening: Timestamp, _ now: Timestamp) -> Void
    ) {
        guard let time = span(context) else { return }
        change(&window, time.opening, time.now)
    }

    /// From the session's opening to the present, or to its end.
    private func span(_ context: ScreenContext) -> (opening: Timestamp, now: Timestamp)? {
        guard let detail = context.detail, let now = context.snapshot?.now else { return nil }
        return (detail.openedAt, detail.end(at: now))
    }

    /// Time and transcript follow together: both are about the present.
    private mutating func toggleFollowing(_ context: ScreenContext) {
        guard let time = span(context), let text = transcriptOnScreen(context)?.text else { return }
        let isFollowing = window.isFollowing && transcript.isFollowing
        if window.isFollowing == isFollowing { window.toggleFollowing(from: time.opening, to: time.now) }
        if transcript.isFollowing == isFollowing { transcript.toggleFollowing(in: text) }
    }

    /// The transcript as it is laid out on screen, and the lines that it has there.
    private func transcriptOnScreen(_ context: ScreenContext) -> (text: Transcript, height: Int)? {
        guard let detail = context.detail, let now = context.snapshot?.now, let time = context.time else { return nil }
        let place = layout(context).place(of: .transcript) ?? context.body.inset(columns: 1)
        let text = Transcript(
            turns: detail.turns, now: now, width: place.columns, time: time, privacy: context.privacy)
        return (text, max(1, place.rows - 1))
    }
}

// MARK: - Drawing

extension SessionScreen {
    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        let layout = layout(context)
        drawTabs(in: layout.tabs, findings: context.findings?.count ?? 0, on: &grid)
        for (pane, place) in layout.panes { draw(pane, context, in: place, on: &grid) }
    }

    private func drawTabs(in line: Rect, findings: Int, on grid: inout CellGrid) {
        guard !line.isEmpty else { return }
        var column = line.column
        // Their number where there is room for it.
        let width = SessionPane.allCases.reduce(0) { $0 + $1.title.count + 2 }
        let count = findings > 0 && width + 4 <= line.columns ? " \(min(99, findings))" : ""
        for pane in SessionPane.allCases {
            let title = pane.title + (pane == .findings ? count : "")
            let tab = Rect(row: line.row, column: column, columns: title.count + 2, rows: 1)
            guard tab.column + tab.columns <= line.column + line.columns else { break }
            grid.draw(StyledText(" \(title) ", pane == self.pane ? .strong : .faint), in: tab)
            if pane == self.pane { grid.mark(tab, .selected) }
            column += tab.columns
        }
    }

    private func draw(_ pane: SessionPane, _ context: ScreenContext, in place: Rect, on grid: inout CellGrid) {
        guard let summary = context.summary, let now = context.snapshot?.now, let time = context.time else { return }
        let title = Section(title: pane.title, isFocused: pane == self.pane)
        switch pane {
        case .clocks:
            ClockPane(summary: summary, detail: context.detail, now: now).draw(in: place, title: title, on: &grid)
        case .tokens:
            TokensPane(summary: summary, tokens: context.detail?.tokens).draw(in: place, title: title, on: &grid)
        case .findings:
            FindingsPane(findings: context.findings, cursor: context.finding, privacy: context.privacy)
                .draw(in: place, title: title, on: &grid)
        case .lanes, .transcript:
            guard let detail = context.detail else {
                return grid.draw(StyledText(context.absence, .faint), in: title.draw(in: place, on: &grid))
            }
            if pane == .lanes {
                LanesPane(
                    session: detail, findings: context.findings ?? [], window: window,
                    selected: context.finding.selected, now: detail.end(at: now), time: time
                ).draw(in: place, title: title, on: &grid)
            } else {
                let text = Transcript(
                    turns: detail.turns, now: now, width: place.columns, time: time, privacy: context.privacy)
                TranscriptPane(transcript: text, scroll: transcript).draw(in: place, title: title, on: &grid)
            }
        }
    }
}

extension SessionState {
    /// The end of the session's time: now, or when its last connection closed.
    func end(at now: Timestamp) -> Timestamp {
        isOpen ? now : connections.compactMap(\.closedAt).max() ?? messages.last?.at ?? now
    }
}
