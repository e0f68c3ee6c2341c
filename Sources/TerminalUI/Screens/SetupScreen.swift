import LiveProtocol
import SessionModel
import Wording

/// What the session was asked to be, line by line; the service's defaults are filled in and marked, and what differs
/// from the session before stands beside it.
struct SetupScreen: ListScreen {
    static let title = "Setup"
    static let level = ScreenLevel.view
    static let summary = "its setup, and what differs from the session before"

    static var keys: [KeyMap.Group] {
        [
            section(
                [CommonKeys.back] + CommonKeys.moves() + reading + CommonKeys.views() + [
                    CommonKeys.faults, CommonKeys.export,
                ]
                    + CommonKeys.looks() + [CommonKeys.quitNow])
        ]
    }

    var cursor = ListCursor<Int>()
    private var earlier = EarlierSetupQuestion()
    /// The setup as it was sent.
    private var document = SetupDocument()
    /// The whole screen is the message itself.
    private var isRaw = false
    /// The first line of the texts, or of the message.
    private var top = 0
    /// The part with the texts has the keys.
    private var isReading = false

    /// Empty before the setup.
    func rows(_ context: ScreenContext) -> [SetupRow] {
        guard let setup = context.detail?.setup else { return [] }
        return SetupRow.rows(of: setup.settings, earlier: earlier.answer?.settings)
    }

    func rowKeys(_ context: ScreenContext) -> [Int] { Array(rows(context).indices) }

    private static let reading = [
        Binding(
            keys: [.tab, .backTab], action: .nextPane, footer: "texts",
            help: "from the settings to instruction and tools, and back"),
        Binding(
            keys: [.character("v")], action: .detailMode, footer: "JSON", help: "the message as it was sent, and back"),
    ]

    /// Below the line that says with what it is compared.
    static func listPlace(in body: Rect) -> Rect { parts(of: body).list }

    /// Columns from which settings and texts stand side by side.
    private static let wide = 110

    private static func parts(of body: Rect) -> (list: Rect, texts: Rect) {
        let rest = body.dropTop(1)
        if body.columns >= wide {
            let (list, texts) = rest.cutLeft(rest.columns / 2, gap: 2)
            return (list, texts.inset(columns: 1))
        }
        let (list, texts) = rest.cutTop(rest.rows < 12 ? rest.rows : rest.rows * 3 / 5)
        return (list, texts.inset(columns: 1))
    }

    mutating func receive(_ message: Message, _ context: ScreenContext) {
        switch message {
        case .earlierSetup(let session, let setup): earlier.take(setup, of: session)
        case .frameContent(let content): document.take(content)
        case .contentUnread(let span, let reason): document.fail(span, reason)
        default: break
        }
    }

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        guard isOther else { return }
        let earlier = earlier
        self = SetupScreen()
        self.earlier = earlier
    }

    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect] {
        guard isShown, let session = context.session else { return [] }
        return earlier.ask(before: session) + document.ask(for: context.detail?.setup)
    }

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? {
        switch action {
        case .nextPane, .previousPane: isReading.toggle()
        case .detailMode:
            isRaw.toggle()
            top = 0
        default: return performOnList(action, context)
        }
        return []
    }

    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] {
        guard isReading || isRaw else {
            moveRows(step, context)
            return []
        }
        let place = textPlace(context)
        let last = max(0, textLines(context, width: place.columns).count - place.rows)
        top = max(0, min(last, top + step.lines(ofPage: place.rows)))
        return []
    }

    mutating func goBack() -> Bool {
        guard isRaw || isReading else { return false }
        (isRaw, isReading, top) = (false, false, 0)
        return true
    }

    func position(_ context: ScreenContext) -> String { isRaw ? "v: settings" : "" }

    func copyText(_ context: ScreenContext) -> String? {
        if isRaw || isReading { return document.text }
        return selectedIndex(context).map { rows(context)[$0].words }
    }

    private func textPlace(_ context: ScreenContext) -> Rect {
        isRaw ? context.body.dropTop(1).inset(columns: 1) : Self.parts(of: context.body).texts.dropTop(1)
    }

    private func textLines(_ context: ScreenContext, width: Int) -> [StyledText] {
        isRaw
            ? document.source(width: width, context.privacy)
            : document.lines(width: width, context.privacy)
    }

    // MARK: Drawing

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard context.detail?.setup != nil else { return context.drawNothing(on: &grid) }
        let rows = rows(context)
        guard !isRaw else { return drawTexts(title: "As it was sent", in: context.body, context, on: &grid) }
        drawTexts(title: "Instruction and tools", in: Self.parts(of: context.body).texts, context, on: &grid)
        grid.draw(comparison(rows, context.privacy), in: context.body.cutTop(1).top.inset(columns: 1))
        let place = Self.listPlace(in: context.body)
        let columns = Self.columns(width: place.columns, rows)
        drawRows(Array(rows.indices), under: columns, in: place, context, on: &grid) {
            cells(rows[$0], isNarrow: place.columns < Self.narrow)
        }
    }

    private func drawTexts(title: String, in rect: Rect, _ context: ScreenContext, on grid: inout CellGrid) {
        guard rect.rows > 2 else { return }
        let place = textPlace(context)
        let lines = textLines(context, width: place.columns)
        let first = max(0, min(top, lines.count - place.rows))
        let more = lines.count - place.rows
        let remark = more > 0 ? "\(first + 1) to \(min(lines.count, first + place.rows)) of \(lines.count) lines" : ""
        _ = Section(title: title, remark: remark, isFocused: isReading || isRaw).draw(in: rect, on: &grid)
        for (offset, line) in lines.dropFirst(first).prefix(place.rows).enumerated() {
            grid.draw(line, in: place.dropTop(offset))
        }
    }

    /// Columns below which what was before stands behind the value.
    private static let narrow = 60

    /// What was before has the columns that it needs, at most half.
    private static func columns(width: Int, _ rows: [SetupRow]) -> [Table.Column] {
        let name = min(24, width / 3)
        let rest = max(0, width - name - 2 * Table.gap - 2)
        let longest = rows.compactMap(\.earlier).map(TextWidth.width).max().map { max($0, "BEFORE".count) } ?? 0
        let before = width >= narrow ? min(rest / 2, longest) : 0
        return [("SETTING", name), ("VALUE", rest - before), (before > 0 ? "BEFORE" : "", before)].map {
            Table.Column(title: StyledText($0.0, .heading), width: $0.1)
        }
    }

    private func cells(_ row: SetupRow, isNarrow: Bool) -> [StyledText] {
        let isChanged = row.earlier != nil
        let value = StyledText(row.value ?? "not set", row.isDefault || row.value == nil ? .faint : .plain)
        let isStandard = row.isDefault && !(isNarrow && isChanged)
        let whole =
            StyledText(isChanged ? "≠ " : "", .warning) + value + StyledText(isStandard ? " (default)" : "", .faint)
        let earlier = StyledText(row.earlier ?? "", .faint)
        let name = StyledText(row.name, .faint)
        return isNarrow && isChanged ? [name, whole + ", was " + earlier, ""] : [name, whole, earlier]
    }

    private func comparison(_ rows: [SetupRow], _ privacy: Privacy) -> StyledText {
        switch earlier.answer {
        case nil: return StyledText("looking for the session before…", .faint)
        case .some(.none): return StyledText("the first session: nothing to compare with", .faint)
        case .unknown(let id, let tag):
            return StyledText("the setup of the session before, ", .faint) + Self.name(id, tag, privacy)
                + StyledText(", is not recorded", .faint)
        case .unread(let reason): return StyledText("✗ \(privacy.masked(reason))", .alert)
        case .found(let id, let tag, _):
            let count = rows.count { $0.earlier != nil }
            let words = count == 0 ? "the same as " : Format.counted(count, "difference") + " from "
            return StyledText(words, count == 0 ? .faint : .warning) + Self.name(id, tag, privacy)
        }
    }

    private static func name(_ id: SessionID, _ tag: String?, _ privacy: Privacy) -> StyledText {
        let shown = SessionSummary.shown(tag).map { TextWidth.truncated(privacy.masked($0), to: 40) + " " }
        return StyledText(shown ?? "", .strong) + StyledText(id.description, .faint)
    }
}
