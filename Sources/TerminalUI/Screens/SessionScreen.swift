import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// Which part of the Session screen has the keys, and where the user is in it.
struct SessionView: Hashable, Sendable {
    var pane = SessionPane.transcript
    /// That part has the whole screen.
    var isZoomed = false
    var window = TimeWindow()
    var transcript = TranscriptScroll()
}

/// One session: its clocks, who sounded when, what was said, what is wrong, what it costs.
struct SessionScreen {
    let summary: SessionSummary
    /// Nil when the picture carries no details of the session.
    let detail: SessionState?
    let findings: [Finding]?
    let view: SessionView
    let cursor: FindingsCursor
    let now: Timestamp
    let time: TimeScale
    let privacy: Privacy

    func draw(in body: Rect, on grid: inout CellGrid) {
        let layout = SessionLayout(body, shown: view.pane, isZoomed: view.isZoomed)
        drawTabs(in: layout.tabs, on: &grid)
        for (pane, place) in layout.panes { draw(pane, in: place, on: &grid) }
    }

    private func drawTabs(in line: Rect, on grid: inout CellGrid) {
        guard !line.isEmpty else { return }
        var column = line.column
        for pane in SessionPane.allCases {
            let tab = Rect(row: line.row, column: column, columns: pane.title.count + 2, rows: 1)
            guard tab.column + tab.columns <= line.column + line.columns else { break }
            grid.draw(StyledText(" \(pane.title) ", pane == view.pane ? .strong : .faint), in: tab)
            if pane == view.pane { grid.mark(tab, .selected) }
            column += tab.columns
        }
    }

    private func draw(_ pane: SessionPane, in place: Rect, on grid: inout CellGrid) {
        let title = Section(title: pane.title, isFocused: pane == view.pane)
        switch pane {
        case .clocks: ClockPane(summary: summary, detail: detail, now: now).draw(in: place, title: title, on: &grid)
        case .tokens: TokensPane(summary: summary, tokens: detail?.tokens).draw(in: place, title: title, on: &grid)
        case .findings:
            FindingsPane(findings: findings, cursor: cursor, privacy: privacy).draw(in: place, title: title, on: &grid)
        case .lanes, .transcript:
            guard let detail else {
                return grid.draw(StyledText(Format.unknown, .faint), in: title.draw(in: place, on: &grid))
            }
            draw(pane, of: detail, title, in: place, on: &grid)
        }
    }

    private func draw(
        _ pane: SessionPane, of detail: SessionState, _ title: Section, in place: Rect, on grid: inout CellGrid
    ) {
        if pane == .lanes {
            LanesPane(
                session: detail, findings: findings ?? [], window: view.window, now: detail.end(at: now), time: time
            ).draw(in: place, title: title, on: &grid)
        } else {
            let transcript = Transcript(
                turns: detail.turns, now: now, width: place.columns, time: time, privacy: privacy)
            TranscriptPane(transcript: transcript, scroll: view.transcript).draw(in: place, title: title, on: &grid)
        }
    }
}

extension SessionState {
    /// The end of the session's time: now, or when its last connection closed.
    func end(at now: Timestamp) -> Timestamp {
        isOpen ? now : connections.compactMap(\.closedAt).max() ?? messages.last?.at ?? now
    }
}

extension DashboardSnapshot {
    /// The details of a session, when this snapshot carries them.
    func detail(of id: SessionID) -> SessionState? { detail?.id == id ? detail : nil }
}
