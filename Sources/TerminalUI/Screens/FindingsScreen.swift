import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// What is wrong with a session, the same finding in one row however often, and below it all there is to know about the
/// selected one.
struct FindingsScreen: ListScreen {
    static let title = "Findings"
    static let level = ScreenLevel.view
    static let summary = "what is wrong with it, and what to do"

    static var keys: [KeyMap.Group] {
        let open = Binding(
            keys: [.enter], action: .open, footer: "frames", help: "show the frame that proves it")
        let folding = [
            Binding(keys: [.right, .character("l")], action: .right, help: "a row for each finding of the rule"),
            Binding(keys: [.left, .character("h")], action: .left, help: "one row for all findings of the rule"),
        ]
        let code = Binding(
            keys: [.character("v")], action: .codeKit, footer: "SDK",
            help: "the cure as code of the next SDK; `y` copies it")
        return [
            section(
                [open, CommonKeys.back] + CommonKeys.moves() + folding + CommonKeys.findings + CommonKeys.views()
                    + [CommonKeys.lookFor, CommonKeys.severity, code, CommonKeys.faults, CommonKeys.export]
                    + CommonKeys.looks()
                    + [CommonKeys.quitNow])
        ]
    }

    /// A finding is the same from its prediction to the end of the session: the selection stays on it while others
    /// come, go and change places, and while it stands in the row of another.
    var cursor = ListCursor<Finding.Key>()
    var query: TextQuery? = TextQuery()
    /// Rules whose findings have a row each.
    private var unfolded: Set<RuleID> = []
    /// Whose code is shown; nil: the client's own.
    private(set) var kit: ClientKit?

    func groups(_ context: ScreenContext) -> [FindingGroup] {
        FindingRows.grouped(matching(context), unfolded: unfolded)
    }

    private func matching(_ context: ScreenContext) -> [Finding] {
        let all = context.findings ?? []
        guard let query, query.isActive else { return all }
        return all.filter { query.matches($0.texts, $0.severity.weight) }
    }

    func rowKeys(_ context: ScreenContext) -> [Finding.Key] { groups(context).map(\.head.key) }

    static func listPlace(in body: Rect) -> Rect { parts(of: body).list }

    /// The selected finding, which may be one of several in its row.
    func selected(_ context: ScreenContext) -> Finding? {
        let groups = groups(context)
        guard let index = cursor.index(in: groups.map(\.head.key)) else { return nil }
        return groups[index].members.first { $0.key == cursor.selected } ?? groups[index].head
    }

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        guard isOther else { return }
        let kit = kit
        self = FindingsScreen()
        self.kit = kit
    }

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .open:
            guard let evidence = selected(context)?.proof else { return [.tell("No single frame shows it.")] }
            return [.show(.frames, at: evidence.target)]
        case .nextFinding: return step(.lines(1), context)
        case .previousFinding: return step(.lines(-1), context)
        case .right: return unfold(context)
        case .left: if let rule = selected(context)?.rule { unfolded.remove(rule) }
        case .codeKit: return showNextKit(context)
        default: return performOnList(action, context)
        }
        return []
    }

    private mutating func unfold(_ context: ScreenContext) -> [ScreenRequest] {
        guard let rule = selected(context)?.rule else { return [] }
        guard matching(context).count(where: { $0.rule == rule }) > 1 else {
            return [.tell("There is one finding of \(rule).")]
        }
        unfolded.insert(rule)
        return []
    }

    private mutating func step(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        guard context.findings?.isEmpty == false else { return [.tell("Nothing found.")] }
        moveRows(step, context)
        return []
    }

    private mutating func showNextKit(_ context: ScreenContext) -> [ScreenRequest] {
        guard let finding = selected(context) else { return [] }
        let kits = finding.code.kits
        guard !kits.isEmpty else { return [.tell("No code is known for \(finding.rule).")] }
        let index = shownKit(of: finding, context).flatMap(kits.firstIndex) ?? -1
        kit = kits[(index + 1) % kits.count]
        return []
    }

    /// Whose code is shown of a finding: the one that was asked for, else the client's own.
    func shownKit(of finding: Finding, _ context: ScreenContext) -> ClientKit? {
        finding.code.kit(nearest: kit ?? context.clientKit)
    }

    /// Selects the next or the previous finding in the order of time; nil where there is none.
    mutating func selectInTime(_ step: Int, _ context: ScreenContext) -> Finding? {
        var known: Set<Finding.Key> = []
        let ordered = (context.findings ?? []).sorted { $0.from < $1.from }.filter { known.insert($0.key).inserted }
        guard !ordered.isEmpty else { return nil }
        let current = cursor.selected.flatMap { key in ordered.firstIndex { $0.key == key } }
        let start = current ?? (step > 0 ? -1 : ordered.count)
        let finding = ordered[max(0, min(ordered.count - 1, start + step))]
        cursor.select(finding.key)
        return finding
    }

    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool {
        guard case .finding(let key) = target else { return false }
        if context.findings?.contains(where: { $0.key == key }) == true { cursor.select(key) }
        return true
    }

    /// A click selects a row, which may have several lines; a double click does what Enter does there.
    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest] {
        let place = Self.listPlace(in: context.body)
        guard place.contains(row: row, column: column), let time = context.time else { return [] }
        let lines = FindingLines(groups(context), cursor, time, context.privacy, in: place)
        guard let group = lines.row(at: row - place.row - 1) else { return [] }
        let keys = rowKeys(context)
        cursor.select(keys[group], in: keys)
        return isDouble ? perform(.open, context) ?? [] : []
    }

    var tellsTrouble: Bool { true }

    /// Which finding is selected, of how many; what is not shown.
    func position(_ context: ScreenContext) -> String {
        let groups = groups(context)
        guard let index = cursor.index(in: groups.map(\.head.key)) else { return "" }
        let (shown, all) = (groups.reduce(0) { $0 + $1.members.count }, context.findings?.count ?? 0)
        let notes = [
            shown > groups.count ? "\(shown - groups.count) folded" : nil,
            all > shown ? "\(all - shown) filtered out" : nil, context.findingNote,
        ]
        return (["\(index + 1) of \(groups.count)"] + notes.compactMap(\.self)).joined(separator: ", ")
    }

    /// The code that cures it, else all that is said of it.
    func copyText(_ context: ScreenContext) -> String? {
        guard let finding = selected(context) else { return nil }
        return shownKit(of: finding, context).flatMap { finding.code[$0] } ?? finding.words
    }
}

// MARK: - Drawing

extension FindingsScreen {
    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let time = context.time else { return }
        let groups = groups(context)
        guard let index = cursor.index(in: groups.map(\.head.key)), let selected = selected(context) else {
            return drawNothing(context, on: &grid)
        }
        let parts = Self.parts(of: context.body)
        FindingLines(groups, cursor, time, context.privacy, in: parts.list).draw(on: &grid)
        FindingPane(
            finding: selected, others: groups[index].members.filter { $0.key != selected.key },
            numbers: FrameNumbers(context.detail), time: time, privacy: context.privacy,
            kit: shownKit(of: selected, context), clientKit: context.clientKit
        ).draw(in: parts.detail, on: &grid)
        drawSurroundings(of: selected, time, context, in: parts.lanes, on: &grid)
    }

    /// Who sounded when around the selected finding.
    private func drawSurroundings(
        of finding: Finding, _ time: TimeScale, _ context: ScreenContext, in rect: Rect, on grid: inout CellGrid
    ) {
        guard !rect.isEmpty, let detail = context.detail, let now = context.snapshot?.now else { return }
        let end = detail.end(at: now)
        var window = TimeWindow()
        window.show(finding.proof?.at ?? finding.from, from: detail.openedAt, to: end)
        LanesPane(
            session: detail, findings: context.findings ?? [], window: window, canMove: false, selected: finding.key,
            now: end, time: time
        ).draw(in: rect, title: Section(title: "Around it"), on: &grid)
    }

    /// Columns from which both parts stand side by side.
    private static let wide = 160

    /// Rows from which there is room below them.
    private static let tall = 45

    /// `lanes` is empty where there is no room for them.
    private static func parts(of rect: Rect) -> (list: Rect, detail: Rect, lanes: Rect) {
        if rect.columns >= wide {
            let (lanes, above) = rect.cutBottom(rect.rows >= tall ? min(LanesPane.fullRowCount, rect.rows / 2) : 0)
            let (list, detail) = above.cutLeft(rect.columns / 2, gap: 2)
            return (list, detail.inset(columns: 1), lanes.inset(columns: 1))
        }
        let (list, rest) = rect.cutTop(rect.rows < 8 ? rect.rows : max(4, rect.rows * 2 / 5))
        return (list, rest.dropTop(1).inset(columns: 1), rest.cutBottom(0).bottom)
    }

    private func drawNothing(_ context: ScreenContext, on grid: inout CellGrid) {
        let rect = context.body.inset(columns: 1)
        guard let findings = context.findings else { return grid.draw(StyledText(Format.unknown, .faint), in: rect) }
        guard findings.isEmpty else {
            return grid.draw(StyledText("none of \(findings.count) findings matches; Esc shows all", .faint), in: rect)
        }
        let unshown = context.findingNote.map { StyledText(", \($0)", .faint) } ?? ""
        grid.draw(StyledText("●", .good) + " nothing found" + unshown, in: rect)
    }
}

extension Action {
    static let codeKit = Action("code-sdk")
}

extension Severity {
    fileprivate var weight: TextQuery.Weight {
        switch self {
        case .info: .any
        case .warning: .warning
        case .error: .error
        }
    }
}

extension Finding {
    /// The evidence that is a frame, else the first.
    var proof: Evidence? { evidence.first { $0.sequence != nil } ?? evidence.first }

    /// What a search looks at.
    fileprivate var texts: [String] { names + [title, cause, fix, severity.rawValue] + evidence.map(\.note) }

    /// All of it, as text to copy.
    var words: String {
        let name = rule.rawValue + (variant.map { " (\($0))" } ?? "")
        return ([name + ": " + title, cause, fix] + evidence.map(\.note)).filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension Evidence {
    /// Where it is to be seen.
    var target: Target {
        sequence.map { .frame(FramePlace(connection: connection, sequence: $0)) } ?? .instant(at)
    }
}
