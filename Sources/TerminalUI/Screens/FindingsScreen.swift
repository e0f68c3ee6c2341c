import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// What is wrong with a session, grouped by rule, and below it all there is to know about the selected finding.
struct FindingsScreen: ListScreen {
    static let title = "Findings"
    static let level = ScreenLevel.view
    static let summary = "what is wrong with it, and what to do"

    static var keys: [KeyMap.Group] {
        let open = Binding(
            keys: [.enter], action: .open, footer: "frames", help: "show the frame that proves it")
        return [
            section(
                [open, CommonKeys.back] + CommonKeys.moves() + CommonKeys.findings + CommonKeys.views()
                    + [CommonKeys.export] + CommonKeys.looks() + [CommonKeys.quitNow])
        ]
    }

    /// A finding is the same from its prediction to the end of the session: the selection stays on it while others
    /// come, go and change places.
    var cursor = ListCursor<Finding.Key>()

    func rowKeys(_ context: ScreenContext) -> [Finding.Key] { context.findings?.map(\.key) ?? [] }

    static func listPlace(in body: Rect) -> Rect { parts(of: body).list }

    func selected(_ context: ScreenContext) -> Finding? {
        guard let all = context.findings, let index = cursor.index(in: all.map(\.key)) else { return nil }
        return all[index]
    }

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        if isOther { cursor = ListCursor() }
    }

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .open:
            guard let evidence = selected(context)?.proof else { return [] }
            return [.show(.frames, at: evidence.target)]
        case .nextFinding: return step(.lines(1), context)
        case .previousFinding: return step(.lines(-1), context)
        default: return performOnList(action, context)
        }
    }

    private mutating func step(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        guard context.findings?.isEmpty == false else { return [.tell("Nothing found.")] }
        moveRows(step, context)
        return []
    }

    /// Selects the next or the previous finding in the order of time; nil where there is none.
    mutating func selectInTime(_ step: Int, _ context: ScreenContext) -> Finding? {
        let ordered = (context.findings ?? []).sorted { $0.from < $1.from }
        guard !ordered.isEmpty else { return nil }
        let current = cursor.selected.flatMap { key in ordered.firstIndex { $0.key == key } }
        let start = current ?? (step > 0 ? -1 : ordered.count)
        let finding = ordered[max(0, min(ordered.count - 1, start + step))]
        cursor.select(finding.key, in: rowKeys(context))
        return finding
    }

    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool {
        guard case .finding(let key) = target else { return false }
        cursor.select(key, in: rowKeys(context))
        return true
    }

    /// Which finding is selected, of how many.
    func position(_ context: ScreenContext) -> String {
        let keys = rowKeys(context)
        guard let index = cursor.index(in: keys) else { return "" }
        return (["\(index + 1) of \(keys.count)"] + [context.findingNote].compactMap(\.self)).joined(separator: ", ")
    }

    func copyText(_ context: ScreenContext) -> String? { selected(context)?.words }

    // MARK: Drawing

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let time = context.time else { return }
        guard let findings = context.findings, let selected = selected(context) else {
            return drawNothing(context, on: &grid)
        }
        let parts = Self.parts(of: context.body)
        let columns = Self.columns(width: parts.list.columns, time)
        drawRows(findings.map(\.key), under: columns, in: parts.list, context, on: &grid) { row in
            cells(findings[row], after: row > 0 ? findings[row - 1] : nil, time, context.privacy)
        }
        FindingPane(finding: selected, time: time, privacy: context.privacy).draw(in: parts.detail, on: &grid)
    }

    /// Columns from which both parts stand side by side.
    private static let wide = 160

    private static func parts(of rect: Rect) -> (list: Rect, detail: Rect) {
        if rect.columns >= wide {
            let (list, detail) = rect.cutLeft(rect.columns / 2, gap: 2)
            return (list, detail.inset(columns: 1))
        }
        let (list, rest) = rect.cutTop(rect.rows < 8 ? rect.rows : max(4, rect.rows * 2 / 5))
        return (list, rest.dropTop(1).inset(columns: 1))
    }

    private func drawNothing(_ context: ScreenContext, on grid: inout CellGrid) {
        let rect = context.body.inset(columns: 1)
        guard context.findings != nil else { return grid.draw(StyledText(Format.unknown, .faint), in: rect) }
        let unshown = context.findingNote.map { StyledText(", \($0)", .faint) } ?? ""
        grid.draw(StyledText("●", .good) + " nothing found" + unshown, in: rect)
    }

    private static func columns(width: Int, _ time: TimeScale) -> [Table.Column] {
        let rule = min(26, max(8, width / 3))
        var columns = [("", 1, Alignment.left), ("RULE", rule, .left), (time.heading, 12, .right)]
        let used = columns.reduce(0) { $0 + $1.1 + Table.gap }
        columns.append(("WHAT HAPPENED", max(0, width - used - 2), .left))
        return columns.map { Table.Column(title: StyledText($0.0, .heading), width: $0.1, alignment: $0.2) }
    }

    /// A rule is named once, at its first finding.
    private func cells(
        _ finding: Finding, after previous: Finding?, _ time: TimeScale, _ privacy: Privacy
    ) -> [StyledText] {
        let isFirst = finding.rule != previous?.rule
        let expected =
            finding.isPrediction
            ? StyledText("expected: ", .warning) : finding.resolvedAt != nil ? StyledText("over: ", .faint) : ""
        return [
            finding.severity.mark, StyledText(isFirst ? finding.rule.rawValue : "", .strong),
            StyledText(time.text(finding.from, after: previous?.from), .faint),
            expected + StyledText(privacy.maskedQuotes(finding.title)),
        ]
    }
}

extension Finding {
    /// The evidence that is a frame, else the first.
    var proof: Evidence? { evidence.first { $0.sequence != nil } ?? evidence.first }

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
