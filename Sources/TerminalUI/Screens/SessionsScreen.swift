import Diagnosis
import Filters
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// All sessions: those that run on top, worst first, below them those that are over. The screen that stays open all day.
struct SessionsScreen: ListScreen {
    static let title = "Sessions"
    static let level = ScreenLevel.root
    static let summary = "all sessions"
    static let rowName = "session"

    /// Until the user moves, the first row is selected, so that the worst session stays in sight.
    var cursor = ListCursor<SessionID>()
    var sort = SessionSort()
    var filter: FilterField? = FilterField(.sessions)
    /// The first row of each part on screen.
    private var tops = SessionsParts.Tops()
    /// Failures whose repeats are shown.
    private var unfolded: Set<SessionFailure> = []
    private var textSearch = TextSearchQuestion()
    /// Deleted from the recording; who recorded them may still remember them.
    private var removed: Set<SessionID> = []
    /// The rows after the last message, while the list is on screen.
    private var arranged: Arranged?
    /// A snapshot came since.
    private var isOutdated = true

    /// Rows, what they were made by, and when.
    private struct Arranged {
        var rows: SessionArrangement
        var terms: Terms
        var endedAt: Timestamp
    }

    /// What the rows depend on besides the running calls.
    private struct Terms: Hashable {
        var filter: Filter
        var sort: SessionSort
        var marks: Marks
        var unfolded: Set<SessionFailure>
        var found: [SessionID: Set<TextTest>]
        var isFrozen: Bool
        var removed: Set<SessionID>
        var count: Int
        var diagnosedCount: Int
    }

    /// So many calls that are over are put in order with every snapshot; more of them once a second.
    private static let quickCount = 300

    /// In the order on screen.
    func arrangement(_ context: ScreenContext) -> SessionArrangement { arranged?.rows ?? arrange(context).rows }

    /// The sessions of the rows, in the order on screen.
    func rows(_ context: ScreenContext) -> [SessionSummary] { arrangement(context).rows.map(\.session) }

    /// The rows as they stand now. Ordering thousands of sessions is most of a picture's cost: a key that changes none
    /// of the terms moves within the rows that are there, and what is over is not put in order five times a second.
    private func arrange(_ context: ScreenContext) -> Arranged {
        let snapshot = context.snapshot
        let now = snapshot?.now ?? Timestamp(nanoseconds: 0)
        let terms = Terms(
            filter: wanted, sort: sort, marks: context.marks, unfolded: unfolded, found: textSearch.found,
            isFrozen: context.mode.isFrozen, removed: removed, count: snapshot?.summaries.count ?? 0,
            diagnosedCount: snapshot?.findings.count ?? 0)
        let isSame = arranged?.terms == terms
        if let arranged, isSame, !isOutdated { return arranged }
        guard let snapshot else { return Arranged(rows: SessionArrangement(), terms: terms, endedAt: now) }
        let running = sorted(areOver: false, context, in: snapshot)
        if let arranged, isSame, arranged.rows.endedCount > Self.quickCount, now >= arranged.endedAt,
            now - arranged.endedAt < .seconds(1), arranged.rows.runningCount == running.count
        {
            return Arranged(
                rows: arranged.rows.replacing(running: running), terms: terms, endedAt: arranged.endedAt)
        }
        let ended = sorted(areOver: true, context, in: snapshot)
        let rows = SessionArrangement(
            running: running, ended: ended, findings: snapshot.findings, unfolded: unfolded)
        return Arranged(rows: rows, terms: terms, endedAt: now)
    }

    private func sorted(
        areOver: Bool, _ context: ScreenContext, in snapshot: FleetSnapshot
    ) -> [SessionSummary] {
        let (filter, sessions) = (wanted, snapshot.summaries)
        // By index: an element in hand is a copy, and there may be thousands.
        let matching = sessions.indices.filter { index in
            sessions[index].isOver == areOver && !removed.contains(sessions[index].id)
                && (!context.marks.isAlone || context.marks.contains(Marks.Place(sessions[index].id)))
                && (filter == .everything || filter.matches(subject(sessions[index], context, in: snapshot)))
        }
        return sort.sorted(matching.map { sessions[$0] }, at: snapshot.now, findings: snapshot.findings)
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

    func rowKeys(_ context: ScreenContext) -> [SessionID] { arrangement(context).keys }

    func selectedRow(_ context: ScreenContext) -> SessionArrangement.Row? {
        let arrangement = arrangement(context)
        return cursor.index(in: arrangement.keys).map { arrangement.rows[$0] }
    }

    func selected(_ context: ScreenContext) -> SessionSummary? { selectedRow(context)?.session }

    func markPlace(of key: SessionID, _ context: ScreenContext) -> Marks.Place? { Marks.Place(key) }

    func markPlace(_ context: ScreenContext) -> Marks.Place? { selectedMarkPlace(context) }

    func copyText(_ context: ScreenContext) -> String? { selected(context)?.id.description }

    func keyContext(_ context: ScreenContext) -> KeyMap.Context {
        context.snapshot?.summaries.isEmpty == false ? .sessions : .empty
    }

    // MARK: What happens

    mutating func receive(_ message: Message, _ context: ScreenContext) {
        switch message {
        case .snapshot: isOutdated = true
        case .textsFound(let filter, let found): textSearch.take(found, for: filter)
        case .pointed(let session?):
            guard let snapshot = context.snapshot else { return }
            let rows = arrangement(context)
            if let row = rows.key(of: session, in: snapshot) {
                cursor.select(row, in: rows.keys)
            }
        case .pointed(nil): cursor.release()
        default: break
        }
    }

    /// From here on the selection is the user's: coming back must not land on another session.
    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        cursor.select(session, in: rowKeys(context))
    }

    mutating func hide() { arranged = nil }

    /// Sessions that were deleted and are remembered all the same.
    func removedCount(in snapshot: FleetSnapshot) -> Int {
        removed.isEmpty ? 0 : snapshot.summaries.count { removed.contains($0.id) }
    }

    mutating func forget(_ sessions: [SessionID]) { removed.formUnion(sessions) }

    mutating func settle(_ context: ScreenContext) {
        let rows = arrange(context)
        arranged = rows
        isOutdated = false
        followIntoFold(rows.rows, context)
        cursor.settle(in: rows.rows.keys, height: height(context))
        tops = parts(context).tops
    }

    /// A call whose failure came again since is folded away below the newest: the selection goes there, not to a stranger.
    private mutating func followIntoFold(_ rows: SessionArrangement, _ context: ScreenContext) {
        guard let selected = cursor.selected, let snapshot = context.snapshot, !rows.keys.contains(selected),
            let head = rows.key(of: selected, in: snapshot)
        else { return }
        cursor.select(head, in: rows.keys)
    }

    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect] {
        guard let now = context.now else { return [] }
        return textSearch.ask(wanted, at: now)
    }

    // MARK: What the user does

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .open: return open(context)
        case .left: fold(context)
        case .right: unfold(context)
        case .sortNext: sortByNextColumn()
        case .sortReversed: sort.isReversed.toggle()
        case .follow: return toggleFollowing(context)
        default: return performOnList(action, context)
        }
        return []
    }

    /// Which of the two it is now cannot be seen before rows change places.
    private mutating func toggleFollowing(_ context: ScreenContext) -> [ScreenRequest] {
        cursor.toggleFollowing(in: rowKeys(context))
        guard cursor.selected != nil, let session = selected(context) else {
            return [.tell("The first row is selected, whichever it is.")]
        }
        return [.tell("The selection stays on \(session.name(context.privacy)).")]
    }

    /// At the top, the first row is followed, whichever it is.
    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        if step == .start {
            cursor.release()
        } else {
            cursor.move(by: step.lines(ofPage: height(context)), in: rowKeys(context))
        }
        return []
    }

    /// Repeats of a failure are shown; a call is opened.
    private mutating func open(_ context: ScreenContext) -> [ScreenRequest] {
        guard let row = selectedRow(context) else { return [] }
        guard row.shape == .folded else { return [.show(.session, of: row.session.id)] }
        unfold(context)
        return []
    }

    private mutating func unfold(_ context: ScreenContext) {
        guard let row = selectedRow(context), row.shape == .folded, let failure = failure(of: row, context) else {
            return
        }
        unfolded.insert(failure)
        cursor.select(row.session.id, in: rowKeys(context))
    }

    private mutating func fold(_ context: ScreenContext) {
        guard let row = selectedRow(context), let failure = failure(of: row, context),
            unfolded.remove(failure) != nil
        else { return }
        let rows = arrangement(context).rows
        let head = rows.first { $0.shape == .unfolded && self.failure(of: $0, context) == failure }
        if let head { cursor.select(head.session.id, in: rowKeys(context)) }
    }

    private func failure(of row: SessionArrangement.Row, _ context: ScreenContext) -> SessionFailure? {
        SessionFailure(row.session, context.snapshot?.findings[row.session.id])
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

    /// A click on a title sorts by it, another one reverses; one on a row selects it, a double one opens it.
    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest] {
        let arrangement = arrangement(context)
        let parts = parts(context)
        guard context.body.contains(row: row, column: column), !arrangement.rows.isEmpty else { return [] }
        let layout = SessionsLayout(width: context.body.columns)
        let place = column - context.body.column
        if parts.titles.contains(row: row, column: column) {
            sort(by: SessionsLayout.column(at: place, in: layout.running))
        } else if parts.heading.contains(row: row, column: column) {
            sort(by: SessionsLayout.column(at: place, in: layout.ended))
        } else if let index = parts.index(at: row) {
            // Below the last row, the selected one is meant.
            if arrangement.keys.indices.contains(index) {
                cursor.select(arrangement.keys[index], in: arrangement.keys)
            }
            return isDouble ? perform(.open, context) ?? [] : []
        }
        return []
    }

    private mutating func sort(by id: SessionColumn.ID?) {
        guard let id, id != .mark else { return }
        if sort.column == id { sort.isReversed.toggle() } else { sort = SessionSort(column: id) }
    }

    /// Rows of a page.
    func height(_ context: ScreenContext) -> Int { parts(context).height }

    /// Where everything is. Banners may have taken rows since the list was settled.
    func parts(_ context: ScreenContext) -> SessionsParts {
        let arrangement = arrangement(context)
        return SessionsParts(
            arrangement, selected: cursor.index(in: arrangement.keys), from: tops, in: context.body)
    }
}

// MARK: - Keys

extension SessionsScreen {
    static var keys: [KeyMap.Group] {
        [
            KeyMap.Group(
                context: .empty,
                bindings: CommonKeys.views(Screen.allCases.filter { $0.level == .apart })
                    + [CommonKeys.faults] + CommonKeys.looks(hasContent: false)
                    + [CommonKeys.quit, CommonKeys.quitNow]),
            KeyMap.Group(
                context: .sessions,
                bindings: opening + CommonKeys.moves() + CommonKeys.views(Screen.allCases.filter { $0 != .sessions })
                    + [CommonKeys.filter] + orders + CommonKeys.marks
                    + [CommonKeys.actions, CommonKeys.faults, CommonKeys.export, CommonKeys.remove] + CommonKeys.looks()
                    + [CommonKeys.quit, CommonKeys.quitNow]),
        ]
    }

    private static let opening = [
        Binding(
            keys: [.enter], action: .open, footer: "open",
            help: "open the selected session; show the repeats of a failure"),
        Binding(
            keys: [.escape], action: .back, help: "let go of the selection: the first row, whichever it is"),
        Binding(keys: [.right, .character("l")], action: .right, help: "show the repeats of a failure"),
        Binding(keys: [.left, .character("h")], action: .left, help: "one row for all repeats of a failure"),
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

    func legend(_ context: ScreenContext) -> HelpLegend? {
        guard keyContext(context) == .sessions else { return nil }
        return HelpLegend(
            title: "Columns",
            lines: Header.legend + SessionColumn.all.map { ($0.id == .mark ? "mark" : $0.title, $0.help) })
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
