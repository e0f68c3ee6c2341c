import LiveProtocol
import SessionModel

/// What the session was asked to be, line by line; the service's defaults are filled in and marked, and what differs
/// from the session before stands beside it.
struct SetupScreen: ListScreen {
    static let title = "Setup"
    static let level = ScreenLevel.view
    static let summary = "its setup, and what differs from the session before"

    static var keys: [KeyMap.Group] {
        [
            section(
                [CommonKeys.back] + CommonKeys.moves() + CommonKeys.views() + [CommonKeys.export] + CommonKeys.looks()
                    + [CommonKeys.quitNow])
        ]
    }

    var cursor = ListCursor<Int>()
    private var earlier = EarlierSetupQuestion()

    /// Empty before the setup.
    func rows(_ context: ScreenContext) -> [SetupRow] {
        guard let setup = context.detail?.setup else { return [] }
        return SetupRow.rows(of: setup.settings, earlier: earlier.answer?.settings)
    }

    func rowKeys(_ context: ScreenContext) -> [Int] { Array(rows(context).indices) }

    /// Below the line that says with what it is compared.
    static func listPlace(in body: Rect) -> Rect { body.dropTop(1) }

    mutating func receive(_ message: Message, _ context: ScreenContext) {
        if case .earlierSetup(let session, let setup) = message { earlier.take(setup, of: session) }
    }

    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {
        if isOther { cursor = ListCursor() }
    }

    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect] {
        guard isShown, let session = context.session else { return [] }
        return earlier.ask(before: session)
    }

    func copyText(_ context: ScreenContext) -> String? { selectedIndex(context).map { rows(context)[$0].words } }

    // MARK: Drawing

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard context.detail?.setup != nil else { return context.drawNothing(on: &grid) }
        let rows = rows(context)
        grid.draw(comparison(rows, context.privacy), in: context.body.cutTop(1).top.inset(columns: 1))
        let place = Self.listPlace(in: context.body)
        let columns = Self.columns(width: place.columns, hasBefore: rows.contains { $0.earlier != nil })
        drawRows(Array(rows.indices), under: columns, in: place, context, on: &grid) { cells(rows[$0]) }
    }

    private static func columns(width: Int, hasBefore: Bool) -> [Table.Column] {
        let name = min(24, width / 3)
        let rest = max(0, width - name - 2 * Table.gap - 2)
        let before = hasBefore ? rest / 2 : 0
        return [("SETTING", name), ("VALUE", rest - before), (before > 0 ? "BEFORE" : "", before)].map {
            Table.Column(title: StyledText($0.0, .heading), width: $0.1)
        }
    }

    private func cells(_ row: SetupRow) -> [StyledText] {
        let isChanged = row.earlier != nil
        let value = StyledText(row.value ?? "not set", row.isDefault || row.value == nil ? .faint : .plain)
        return [
            StyledText(row.name, .faint),
            StyledText(isChanged ? "≠ " : "", .warning) + value + StyledText(row.isDefault ? " (default)" : "", .faint),
            StyledText(row.earlier ?? "", .faint),
        ]
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
            let words = count == 0 ? "the same as " : count == 1 ? "1 difference from " : "\(count) differences from "
            return StyledText(words, count == 0 ? .faint : .warning) + Self.name(id, tag, privacy)
        }
    }

    private static func name(_ id: SessionID, _ tag: String?, _ privacy: Privacy) -> StyledText {
        StyledText(tag.map { privacy.masked($0) + " " } ?? "", .strong) + StyledText(id.description, .faint)
    }
}
