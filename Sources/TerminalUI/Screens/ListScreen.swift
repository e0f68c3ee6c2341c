import LiveProtocol

/// A screen that is a list of rows under a line of titles: moving, paging, clicking, marking and following are the same
/// on all of them. The screen says which rows there are and how they look.
protocol ListScreen: DashboardScreen {
    associatedtype RowKey: ListKey

    var cursor: ListCursor<RowKey> { get set }

    /// The rows in the order on screen, by what stays the same of each.
    func rowKeys(_ context: ScreenContext) -> [RowKey]
    /// Where the list is, its line of titles on top.
    static func listPlace(in body: Rect) -> Rect
    /// A click on the line of titles.
    mutating func pressTitle(column: Int, _ context: ScreenContext) -> [ScreenRequest]
    /// What marks a row; nil where rows cannot be marked.
    func markPlace(of key: RowKey, _ context: ScreenContext) -> Marks.Place?
    /// What a row is called, as in "No marked session".
    static var rowName: String { get }
}

extension ListScreen {
    static func listPlace(in body: Rect) -> Rect { body }
    mutating func pressTitle(column: Int, _ context: ScreenContext) -> [ScreenRequest] { [] }
    func markPlace(of key: RowKey, _ context: ScreenContext) -> Marks.Place? { nil }
    static var rowName: String { "row" }

    /// The selected row; nil in an empty list.
    func selectedIndex(_ context: ScreenContext) -> Int? { cursor.index(in: rowKeys(context)) }

    private static func height(_ context: ScreenContext) -> Int { max(0, listPlace(in: context.body).rows - 1) }

    /// What marks the selected row.
    func selectedMarkPlace(_ context: ScreenContext) -> Marks.Place? {
        let keys = rowKeys(context)
        guard let index = cursor.index(in: keys) else { return nil }
        return markPlace(of: keys[index], context)
    }

    /// What all lists do; nil where the action is none of a list.
    mutating func performOnList(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .follow: if cursor.growsAtEnd { cursor.toggleFollowing(in: rowKeys(context)) }
        case .nextMark: return selectNextMark(context)
        default: return nil
        }
        return []
    }

    /// To the next marked row, and from the last to the first.
    private mutating func selectNextMark(_ context: ScreenContext) -> [ScreenRequest] {
        let keys = rowKeys(context)
        let start = cursor.index(in: keys) ?? -1
        let next = (1...max(1, keys.count)).lazy.map { (start + $0) % max(1, keys.count) }.first { index in
            keys.indices.contains(index)
                && markPlace(of: keys[index], context).map(context.marks.contains) == true
        }
        guard let next else { return [.tell("No marked \(Self.rowName). m marks")] }
        cursor.select(keys[next], in: keys)
        return []
    }

    mutating func moveRows(_ step: Step, _ context: ScreenContext) {
        cursor.move(by: step.lines(ofPage: Self.height(context)), in: rowKeys(context))
    }

    /// Draws the rows under their titles, as many as fit `place`.
    func drawRows(
        _ keys: [RowKey], under columns: [Table.Column], in place: Rect, _ context: ScreenContext,
        on grid: inout CellGrid, cells: @escaping (_ row: Int) -> [StyledText]
    ) {
        let selected = cursor.index(in: keys)
        let height = max(0, place.rows - 1)
        let table = Table(
            columns: columns, rowCount: keys.count,
            // Banners may have taken rows since the list was settled.
            top: ListWindow.top(showing: selected ?? 0, from: cursor.top, height: height, count: keys.count),
            selected: selected,
            isMarked: { markPlace(of: keys[$0], context).map(context.marks.contains) == true }, cells: cells)
        table.draw(in: place, on: &grid)
    }
}

extension ListScreen {
    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        performOnList(action, context)
    }

    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        moveRows(step, context)
        return []
    }

    /// A click selects a row, a double click does what Enter does there.
    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest] {
        let place = Self.listPlace(in: context.body)
        guard place.contains(row: row, column: column) else { return [] }
        let line = row - place.row - 1
        if line < 0 { return pressTitle(column: column - place.column, context) }
        // Below the last row, the selected one is meant.
        _ = cursor.press(line: line, in: rowKeys(context))
        return isDouble ? perform(.open, context) ?? [] : []
    }

    mutating func settle(_ context: ScreenContext) { settleRows(context) }
}

extension ListScreen {
    /// Keeps the selected row on screen.
    mutating func settleRows(_ context: ScreenContext) {
        cursor.settle(in: rowKeys(context), height: Self.height(context))
    }
}
