import LiveProtocol
import SessionModel

/// One session: its clocks, its setup, its turns and its last messages.
struct SessionScreen {
    let id: SessionID
    let snapshot: DashboardSnapshot
    let privacy: Privacy
    let scroll: MessageScroll

    /// Title lines above the body: the header's first line, the session's line, a blank one where there is room.
    static func headerRowCount(on size: Size) -> Int { size.rows >= 16 ? 3 : 2 }

    static func layout(on size: Size) -> SessionLayout {
        let header = headerRowCount(on: size)
        return SessionLayout(Rect(row: header, column: 0, columns: size.columns, rows: size.rows - header - 1))
    }

    func draw(in body: Rect, title: Rect, on grid: inout CellGrid) {
        guard let summary = snapshot.summaries.first(where: { $0.id == id }) else {
            let lines = [
                StyledText("Session \(id) is no longer in memory."),
                StyledText("Its recording is: ", .faint) + StyledText("livetop show \(id)", .accent),
            ]
            return TextPane(title: "Session", lines: lines).draw(in: body, on: &grid)
        }
        drawTitle(summary, in: title, on: &grid)
        drawParts(summary, SessionLayout(body), on: &grid)
    }

    private func drawParts(_ summary: SessionSummary, _ layout: SessionLayout, on grid: inout CellGrid) {
        let detail = snapshot.detail(of: id)
        ClockPane(summary: summary, detail: detail, now: snapshot.now).draw(in: layout.clocks, on: &grid)
        SetupPane(setup: detail?.setup, isKnown: detail != nil).draw(in: layout.setup, on: &grid)
        TurnsPane(turns: detail?.turns, openedAt: summary.openedAt, privacy: privacy).draw(in: layout.turns, on: &grid)
        let rows = snapshot.messageRows(of: id)
        MessagesPane(
            rows: rows, isKnown: detail != nil, openedAt: summary.openedAt,
            bottom: scroll.bottom(in: rows, height: layout.messageCount),
            privacy: privacy
        ).draw(in: layout.messages, on: &grid)
    }

    private func drawTitle(_ summary: SessionSummary, in line: Rect, on grid: inout CellGrid) {
        let context = SessionColumn.CellContext(now: snapshot.now, privacy: privacy)
        var title = Concern(summary, at: snapshot.now).health.mark + " "
        if let tag = summary.tag { title += StyledText(privacy.masked(tag), .strong) + "  " }
        title += StyledText(id.description, summary.tag == nil ? .strong : .faint) + "  "
        title += (SessionColumn.named(.state)?.cell(summary, context) ?? "") + "  "
        title += StyledText(summary.model.map(ModelTable.bareID) ?? "model unknown", .faint)
        if summary.connections > 1 { title += StyledText("  \(summary.connections) connections", .faint) }
        grid.draw(title, in: line.inset(columns: 1))
    }
}

extension DashboardSnapshot {
    /// The details of a session, when this snapshot carries them.
    func detail(of id: SessionID) -> SessionState? { detail?.id == id ? detail : nil }

    /// The message list of a session, oldest first.
    func messageRows(of id: SessionID) -> [MessageRow] { detail(of: id).map { MessageRow.rows(of: $0.messages) } ?? [] }
}

/// Which part of the message list is on screen. Held by an instant, so that it stays on its messages while newer ones
/// arrive and older ones go.
struct MessageScroll: Hashable, Sendable {
    /// When the last row shown began; nil follows the newest.
    private(set) var anchor: Timestamp?

    /// The last row to show on `height` lines; nil in an empty list.
    func bottom(in rows: [MessageRow], height: Int) -> Int? {
        guard !rows.isEmpty else { return nil }
        guard let anchor else { return rows.count - 1 }
        let held = rows.lastIndex { $0.at <= anchor } ?? 0
        return max(held, min(height, rows.count) - 1)
    }

    mutating func move(by step: Int, in rows: [MessageRow], height: Int) {
        guard let bottom = bottom(in: rows, height: height) else { return }
        let first = max(0, min(height, rows.count) - 1)
        let target = max(first, min(rows.count - 1, bottom + max(-rows.count, min(rows.count, step))))
        anchor = target == rows.count - 1 ? nil : rows[target].at
    }
}
