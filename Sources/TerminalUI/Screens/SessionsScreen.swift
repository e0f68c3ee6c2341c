import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// All sessions, worst first: the screen that stays open all day.
struct SessionsScreen: ListScreen {
    static let title = "Sessions"
    static let level = ScreenLevel.root
    static let summary = "all sessions"
    static let rowName = "session"

    /// Until the user moves, the first row is selected, so that the worst session stays in sight.
    var cursor = ListCursor<SessionID>()
    var sort = SessionSort()
    var filter: FilterField? = FilterField(.sessions)
    private var textSearch = TextSearchQuestion()
    /// `arrangement` after the last message, while the list is on screen.
    private var arranged: [SessionSummary]?

    /// In the order on screen.
    func rows(_ context: ScreenContext) -> [SessionSummary] { arranged ?? arrangement(context) }

    /// The rows as they stand now. Ordering hundreds of sessions is most of a picture's cost: it is done once for
    /// every message.
    private func arrangement(_ context: ScreenContext) -> [SessionSummary] {
        guard let snapshot = context.snapshot else { return [] }
        let filter = wanted
        let matching = snapshot.summaries.filter { session in
            (!context.marks.isAlone || context.marks.contains(Marks.Place(session.id)))
                && (filter == .everything
                    || filter.matches(subject(session, context, in: snapshot)))
        }
        return sort.sorted(matching, at: snapshot.now, findings: snapshot.findings)
    }

    /// The session as the filter of the list sees it.
    private func subject(
        _ session: SessionSummary, _ context: ScreenContext, in snapshot: FleetSnapshot
    ) -> FilteredSession {
        FilteredSession(
            session, at: snapshot.now, texts: textSearch.found[session.id] ?? [],
            isMarked: context.marks.contains(Marks.Place(session.id)),
            findings: snapshot.findings[session.id]?.flatMap(\.names))
    }

    func rowKeys(_ context: ScreenContext) -> [SessionID] { rows(context).map(\.id) }

    func selected(_ context: ScreenContext) -> SessionSummary? {
        let rows = rows(context)
        return cursor.index(in: rows.map(\.id)).map { rows[$0] }
    }

    func markPlace(of key: SessionID, _ context: ScreenContext) -> Marks.Place? { Marks.Place(key) }

    func markPlace(_ context: ScreenContext) -> Marks.Place? { selectedMarkPlace(context) }

    func copyText(_ context: ScreenContext) -> String? { selected(context)?.id.description }

    func keyContext(_ context: ScreenContext) -> KeyMap.Context {
        context.snapshot?.summaries.isEmpty == false ? .sessions : .empty
    }

    // MARK: What happens

    mutating func receive(_ message: Message, _ context: ScreenContext) {
        if case .textsFound(let filter, let found) = message { textSearch.take(found, for: filter) }
    }

    /// From here on the selection is the user's: coming back must not land on another session.
    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        cursor.select(session, in: rowKeys(context))
    }

    mutating func hide() { arranged = nil }

    mutating func settle(_ context: ScreenContext) {
        let rows = arrangement(context)
        arranged = rows
        cursor.settle(in: rows.map(\.id), height: max(0, context.body.rows - 1))
    }

    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect] {
        guard let now = context.now else { return [] }
        return textSearch.ask(wanted, at: now)
    }

    // MARK: What the user does

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .open: return selected(context).map { [.show(.session, of: $0.id)] } ?? []
        case .sortNext: sortByNextColumn()
        case .sortReversed: sort.isReversed.toggle()
        case .follow: cursor.toggleFollowing(in: rowKeys(context))
        default: return performOnList(action, context)
        }
        return []
    }

    /// At the top, the first row is followed, whichever it is.
    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        if step == .start { cursor.release() } else { moveRows(step, context) }
        return []
    }

    /// The last step back clears the filter, or lets go of the selection.
    mutating func goBack() -> Bool {
        if !clearFilter() { cursor.release() }
        return true
    }

    private mutating func sortByNextColumn() {
        let order: [SessionColumn.ID?] = [nil] + SessionColumn.all.filter { $0.id != .mark }.map(\.id)
        let index = order.firstIndex(of: sort.column) ?? 0
        sort = SessionSort(column: order[(index + 1) % order.count])
    }

    /// A click on a title sorts by it, another one reverses.
    mutating func pressTitle(column: Int, _ context: ScreenContext) -> [ScreenRequest] {
        guard !rows(context).isEmpty, let id = Self.column(at: column, width: context.body.columns), id != .mark else {
            return []
        }
        if sort.column == id { sort.isReversed.toggle() } else { sort = SessionSort(column: id) }
        return []
    }
}

// MARK: - Keys

extension SessionsScreen {
    static var keys: [KeyMap.Group] {
        [
            KeyMap.Group(
                context: .empty,
                bindings: CommonKeys.views(Screen.allCases.filter { $0.level == .apart })
                    + CommonKeys.looks(hasContent: false)
                    + [CommonKeys.quit, CommonKeys.quitNow]),
            KeyMap.Group(
                context: .sessions,
                bindings: opening + CommonKeys.moves() + CommonKeys.views(Screen.allCases.filter { $0 != .sessions })
                    + [CommonKeys.filter] + orders + CommonKeys.marks + [CommonKeys.export] + CommonKeys.looks()
                    + [CommonKeys.quit, CommonKeys.quitNow]),
        ]
    }

    private static let opening = [
        Binding(keys: [.enter], action: .open, footer: "open", help: "open the selected session"),
        Binding(
            keys: [.escape], action: .back, help: "let go of the selection: the first row, whichever it is"),
    ]

    private static let orders = [
        Binding(
            keys: [.character("o")], action: .sortNext, footer: "sort",
            help: "sort by the next column; after the last, worst first"),
        Binding(keys: [.character("O")], action: .sortReversed, help: "reverse the order"),
        Binding(
            keys: [.character("F")], action: .follow,
            help: "follow the first row, whichever it is, or stay on this session"),
    ]

    func legend(_ context: ScreenContext) -> HelpOverlay.Legend? {
        guard keyContext(context) == .sessions else { return nil }
        return HelpOverlay.Legend(
            title: "Columns", lines: SessionColumn.all.map { ($0.id == .mark ? "mark" : $0.title, $0.help) })
    }
}

extension Action {
    static let sortNext = Action("sort")
    static let sortReversed = Action("reverse")
}

extension KeyMap.Context {
    static let sessions = KeyMap.Context(name: "sessions", title: "Sessions")
    /// Before the first call.
    static let empty = KeyMap.Context(name: "empty", title: "Before the first call")
}

extension SessionID: ListKey {}

// MARK: - Drawing

extension SessionsScreen {
    /// The gauges of the process stand above.
    func heading(_ context: ScreenContext) -> StyledText? { nil }

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let snapshot = context.snapshot else { return }
        guard !snapshot.summaries.isEmpty else {
            return EmptyScreen(process: snapshot.process, privacy: context.privacy).draw(in: context.body, on: &grid)
        }
        let rows = rows(context)
        if rows.isEmpty {
            let count = Format.count(Int64(snapshot.summaries.count))
            let remark = "none of \(count) sessions matches; Esc clears the filter"
            grid.draw(StyledText(remark, .faint), in: context.body.dropTop(1).inset(columns: 1))
        }
        let slots = Self.slots(width: context.body.columns)
        let showsID = slots.contains { $0.column.id == .session }
        let columns = slots.map {
            Table.Column(title: title($0), width: $0.width, alignment: $0.column.alignment)
        }
        drawRows(rows.map(\.id), under: columns, in: context.body, context, on: &grid) { row in
            slots.map { slot in
                let look = SessionColumn.CellContext(
                    now: snapshot.now, findings: snapshot.findings[rows[row].id], width: slot.width,
                    privacy: context.privacy, showsID: showsID)
                let cell = slot.column.cell(rows[row], look)
                return rows[row].closedAt == nil || Self.keepsStyle.contains(slot.column.id)
                    ? cell : cell.restyled(.faint)
            }
        }
    }

    /// Which row is selected, of how many, in which order.
    func position(_ context: ScreenContext) -> String {
        guard context.snapshot?.summaries.isEmpty == false else { return "" }
        let keys = rowKeys(context)
        let order = sort.column.flatMap(SessionColumn.named).map { "by \($0.title.lowercased())" } ?? "worst first"
        let reversed = sort.isReversed ? ", reversed" : ""
        let place = cursor.index(in: keys).map { "\($0 + 1) of \(keys.count), " } ?? ""
        return place + order + reversed
    }

    /// A session that is over is faint, but how it ended is not.
    private static let keepsStyle: Set<SessionColumn.ID> = [.mark, .state, .findings, .close]

    private func title(_ slot: Slot) -> StyledText {
        let isNarrow = TextWidth.width(slot.column.title) + 1 > slot.width && !slot.column.shortTitle.isEmpty
        let title = StyledText(isNarrow ? slot.column.shortTitle : slot.column.title, .heading)
        guard slot.column.id == sort.column else { return title }
        return title + StyledText(sort.isReversed ? "▴" : "▾", .accent)
    }
}
