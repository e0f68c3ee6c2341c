import LiveProtocol
import SessionModel

/// Which rows of the Sessions screen are shown and which one is selected.
struct SessionsList: Hashable, Sendable {
    var sort = SessionSort()
    /// The selection stays on its session wherever that moves. Nil, until the user moves: the first row, so that the
    /// worst session stays in sight.
    private(set) var selected: SessionID?
    /// Where the selected session stood, in case it is forgotten.
    private var lastIndex = 0
    /// The first row on screen.
    private(set) var top = 0

    /// The selected row; nil in an empty list.
    func selectedIndex(in rows: [SessionSummary]) -> Int? {
        guard !rows.isEmpty else { return nil }
        guard let selected else { return 0 }
        return rows.firstIndex { $0.id == selected } ?? min(lastIndex, rows.count - 1)
    }

    /// Moves the selection by `step` rows, stopping at the ends.
    mutating func move(by step: Int, in rows: [SessionSummary]) {
        guard let index = selectedIndex(in: rows) else { return }
        let target = max(0, min(rows.count - 1, index + max(-rows.count, min(rows.count, step))))
        lastIndex = target
        selected = rows[target].id
    }

    mutating func select(_ id: SessionID, in rows: [SessionSummary]) {
        guard let index = rows.firstIndex(where: { $0.id == id }) else { return }
        lastIndex = index
        selected = id
    }

    /// From the first row, whichever it is, to the session that is there now, and back.
    mutating func toggleFollowing(in rows: [SessionSummary]) {
        if selected == nil { move(by: 0, in: rows) } else { release() }
    }

    /// Back to the first row, whichever it is.
    mutating func release() {
        selected = nil
        lastIndex = 0
    }

    /// Keeps the selected row on a screen of `height` rows, scrolling as little as possible.
    mutating func settle(in rows: [SessionSummary], height: Int) {
        top = Self.top(showing: selectedIndex(in: rows) ?? 0, from: top, height: height, count: rows.count)
        if let index = selectedIndex(in: rows), selected != nil { lastIndex = index }
    }

    /// The first line to show so that line `index` of `count` is among `height` lines.
    static func top(showing index: Int, from top: Int, height: Int, count: Int) -> Int {
        guard height > 0 else { return 0 }
        let reachable = max(0, min(top, count - height))
        if index < reachable { return max(0, index) }
        return index >= reachable + height ? index - height + 1 : reachable
    }
}
