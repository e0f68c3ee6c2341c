import LiveProtocol
import SessionModel

/// What the session was asked to be, line by line; the service's defaults are filled in and marked, and what differs
/// from the session before stands beside it.
struct SetupScreen {
    let rows: [SetupRow]
    /// Nil until the recording has answered.
    let earlier: EarlierSetup?
    let cursor: ListCursor
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (line, body) = rect.cutTop(1)
        grid.draw(comparison, in: line.inset(columns: 1))
        let selected = cursor.index(in: Array(rows.indices))
        let height = max(0, body.rows - 1)
        let table = Table(
            columns: columns(width: body.columns), rowCount: rows.count,
            top: SessionsList.top(showing: selected ?? 0, from: cursor.top, height: height, count: rows.count),
            selected: selected
        ) { cells(rows[$0]) }
        table.draw(in: body, on: &grid)
    }

    private func columns(width: Int) -> [Table.Column] {
        let name = min(24, width / 3)
        let rest = max(0, width - name - 2 * Table.gap - 2)
        let before = rows.contains { $0.earlier != nil } ? rest / 2 : 0
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

    private var comparison: StyledText {
        switch earlier {
        case nil: return StyledText("looking for the session before…", .faint)
        case .some(.none): return StyledText("the first session: nothing to compare with", .faint)
        case .unknown(let id, let tag):
            return StyledText("the setup of the session before, ", .faint) + name(id, tag)
                + StyledText(", is not recorded", .faint)
        case .unread(let reason): return StyledText("✗ \(privacy.masked(reason))", .alert)
        case .found(let id, let tag, _):
            let count = rows.count { $0.earlier != nil }
            let words = count == 0 ? "the same as " : count == 1 ? "1 difference from " : "\(count) differences from "
            return StyledText(words, count == 0 ? .faint : .warning) + name(id, tag)
        }
    }

    private func name(_ id: SessionID, _ tag: String?) -> StyledText {
        StyledText(tag.map { privacy.masked($0) + " " } ?? "", .strong) + StyledText(id.description, .faint)
    }
}
