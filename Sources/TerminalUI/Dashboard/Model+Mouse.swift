import SessionModel

extension Model {
    /// Rows that one step of the wheel moves.
    private static let wheelStep = 3

    /// A click selects, a double click opens, the wheel scrolls, a click on a title sorts, one on a tab shows its view.
    mutating func perform(_ event: MouseEvent) -> [Effect] {
        notice = nil
        guard typed == nil, context != .quitting else { return [] }
        switch event {
        case .wheelUp: move(by: -Self.wheelStep)
        case .wheelDown: move(by: Self.wheelStep)
        case .pressed(let row, let column): press(row: row, column: column)
        case .doublePressed(let row, let column):
            press(row: row, column: column)
            if place.screen == .sessions, overlay == nil, layout.body.dropTop(1).contains(row: row, column: column) {
                openSelected()
            }
        }
        return []
    }

    private mutating func press(row: Int, column: Int) {
        guard overlay == nil else { return overlay = nil }
        let layout = layout
        if layout.header.contains(row: row, column: column) {
            if let screen = SessionTitle.tab(at: row, column, in: layout.header, self) { show(screen) }
        } else if layout.body.contains(row: row, column: column) {
            press(line: row - layout.body.row - 1, column: column - layout.body.column)
        }
    }

    /// - Parameter line: of the list on screen, -1 for its titles.
    private mutating func press(line: Int, column: Int) {
        switch place.screen {
        case .sessions: pressSessions(line: line, column: column)
        case .turns: turns.press(line: line + 1 - TurnsScreen.titleRows(in: layout.body), in: turnNumbers)
        case .metrics: metrics.press(line: line, in: MetricsScreen.numbers)
        case .setup: settings.press(line: line - 1, in: settingNumbers)
        case .log: log.press(line: line, in: logNumbers)
        case .findings: findings.press(line: line, in: openedFindings ?? [])
        case .frames: if frames.pane == .list, column < framesLayout.list.columns { frames.list.press(line: line) }
        case .session: pressSession(line: line, column: column)
        }
    }

    /// A click on a part gives it the keys.
    private mutating func pressSession(line: Int, column: Int) {
        let (row, column) = (layout.body.row + 1 + line, layout.body.column + column)
        let pressed = sessionLayout.panes.first { $0.place.contains(row: row, column: column) }
        if let pressed { session.pane = pressed.pane }
    }

    private mutating func pressSessions(line: Int, column: Int) {
        let rows = rows
        if line >= 0 {
            let index = sessions.top + line
            if rows.indices.contains(index) { sessions.select(rows[index].id, in: rows) }
        } else if !rows.isEmpty, let id = SessionsScreen.column(at: column, width: layout.body.columns), id != .mark {
            if sessions.sort.column == id {
                sessions.sort.isReversed.toggle()
            } else {
                sessions.sort = SessionSort(column: id)
            }
        }
    }
}

extension ListCursor {
    /// Selects the row on a line of the screen.
    fileprivate mutating func press(line: Int, in numbers: [Int]) {
        guard line >= 0, numbers.indices.contains(top + line) else { return }
        select(numbers[top + line])
    }
}
