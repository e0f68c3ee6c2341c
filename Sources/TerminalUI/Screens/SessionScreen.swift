import LiveProtocol
import SessionModel

/// One session: its clocks, its setup, its turns and its last messages.
struct SessionScreen {
    let id: SessionID
    let snapshot: DashboardSnapshot
    let privacy: Privacy
    let scroll: MessageScroll

    func draw(_ summary: SessionSummary, in body: Rect, on grid: inout CellGrid) {
        let layout = SessionLayout(body)
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

    /// Shows the row of that instant at the bottom.
    mutating func show(_ instant: Timestamp) { anchor = instant }

    mutating func toggleFollowing(in rows: [MessageRow], height: Int) {
        anchor = anchor == nil ? bottom(in: rows, height: height).map { rows[$0].at } : nil
    }
}
