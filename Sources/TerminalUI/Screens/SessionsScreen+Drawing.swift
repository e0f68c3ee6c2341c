import LiveProtocol
import SessionModel
import Snapshots
import Wording

extension SessionsScreen {
    /// The gauges of the process stand above.
    func heading(_ context: ScreenContext) -> StyledText? { nil }

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let snapshot = context.snapshot else { return }
        guard !snapshot.summaries.isEmpty else {
            return EmptyScreen(process: snapshot.process, privacy: context.privacy).draw(in: context.body, on: &grid)
        }
        let arrangement = arrangement(context)
        guard let selected = cursor.index(in: arrangement.keys) else {
            let count = Format.count(Int64(snapshot.summaries.count))
            let remark = "none of \(count) sessions matches; Esc clears the filter"
            return grid.draw(StyledText(remark, .faint), in: context.body.dropTop(1).inset(columns: 1))
        }
        let parts = parts(context)
        let layout = SessionsLayout(width: context.body.columns)
        let look = RowLook(snapshot, context, arrangement, selected: selected)
        let titles = Rect(
            row: parts.titles.row, column: parts.titles.column, columns: parts.titles.columns,
            rows: parts.titles.rows + parts.running.rows)
        let zone = TimeScale(format: .wall, start: snapshot.now, offset: snapshot.process.clockOffset).zone
        if arrangement.runningCount > 0 {
            table(layout.running, look, first: parts.firstRunning, count: arrangement.runningCount, zone)
                .draw(in: titles, on: &grid)
        }
        drawHeading(layout.ended, count: arrangement.endedCount, zone, in: parts.heading, on: &grid)
        var ended = table(layout.ended, look, first: parts.firstEnded, count: arrangement.rows.count, zone)
        ended.hasTitles = false
        ended.draw(in: parts.ended, on: &grid)
    }

    /// What all rows of a picture have in common.
    private struct RowLook {
        let snapshot: FleetSnapshot
        let context: ScreenContext
        let arrangement: SessionArrangement
        let selected: Int

        init(_ snapshot: FleetSnapshot, _ context: ScreenContext, _ arrangement: SessionArrangement, selected: Int) {
            self.snapshot = snapshot
            self.context = context
            self.arrangement = arrangement
            self.selected = selected
        }
    }

    private func table(
        _ slots: [SessionsLayout.Slot], _ look: RowLook, first: Int, count: Int, _ zone: String
    ) -> Table {
        let has = Set(slots.map(\.column.id))
        return Table(
            columns: slots.map {
                Table.Column(title: title($0, zone), width: $0.width, alignment: $0.column.alignment)
            },
            rowCount: count, top: first, selected: look.selected,
            isMarked: { look.context.marks.contains(Marks.Place(look.arrangement.keys[$0])) },
            cells: { row in
                slots.map { Self.cell($0, look.arrangement.rows[row], look, has) }
            })
    }

    private static func cell(
        _ slot: SessionsLayout.Slot, _ row: SessionArrangement.Row, _ look: RowLook, _ has: Set<SessionColumn.ID>
    ) -> StyledText {
        let id = slot.column.id
        let repeats = row.count > 1 && id == .tag ? StyledText(" ×\(row.count)", .accent) : ""
        let indent =
            id != .tag
            ? StyledText() : row.shape == .unfolded ? StyledText("▾ ", .accent) : row.shape == .member ? "  " : ""
        let width = slot.width - repeats.width - indent.width
        let cells = SessionColumn.CellContext(
            now: look.snapshot.now, findings: look.snapshot.findings[row.session.id], width: width,
            privacy: look.context.privacy, showsID: has.contains(.session), showsFinding: has.contains(.findings),
            offset: look.snapshot.process.clockOffset)
        let cell = slot.column.cell(row.session, cells)
        let styled = !row.session.isOver || keepsStyle.contains(id) ? cell : cell.restyled(.faint)
        return repeats.width + indent.width > 0 ? indent + styled.truncated(to: width) + repeats : styled
    }

    /// A session that is over is faint, but how it ended is not.
    private static let keepsStyle: Set<SessionColumn.ID> = [.mark, .state, .findings, .by, .close]

    private func title(_ slot: SessionsLayout.Slot, _ zone: String) -> StyledText {
        let isSorted = slot.column.id == sort.column
        var title = slot.column.title(width: slot.width - (isSorted ? 1 : 0))
        // Said once, above the times.
        if slot.column.id == .opened {
            title = ["OPENED \(zone)", "AT \(zone)"].first { TextWidth.width($0) < slot.width } ?? zone
        }
        guard isSorted else { return StyledText(title, .heading) }
        return StyledText(title, .heading) + StyledText(sort.isReversed ? "▴" : "▾", .accent)
    }

    /// The titles of what is over, on a rule.
    private func drawHeading(
        _ slots: [SessionsLayout.Slot], count: Int, _ zone: String, in line: Rect, on grid: inout CellGrid
    ) {
        guard line.rows > 0 else { return }
        grid.fill(line, with: "─", .faint)
        var start = line.column + 1
        for slot in slots {
            var text = title(slot, zone)
            if slot.column.id == .tag {
                let words = ["ended \(Format.count(Int64(count)))", Format.count(Int64(count))]
                text = StyledText(words.first { TextWidth.width($0) <= slot.width } ?? words[1], .strong)
            }
            let fitting = text.truncated(to: slot.width)
            if fitting.width > 0 {
                let indent = slot.column.alignment == .right ? slot.width - fitting.width : 0
                grid.draw(" " + fitting + " ", row: line.row, column: start + indent - 1)
            }
            start += slot.width + Table.gap
        }
    }

    /// Which row is selected, of how many; what is above or below; what is not on screen however far one scrolls; in which order.
    func position(_ context: ScreenContext) -> String {
        guard let snapshot = context.snapshot, !snapshot.summaries.isEmpty else { return "" }
        let arrangement = arrangement(context)
        let column = sort.column.flatMap(SessionColumn.named)
        let order = column.map { "by \($0.title.lowercased())" + (sort.isReversed ? ", reversed" : "") }
        let place = cursor.index(in: arrangement.keys).map { "\($0 + 1) of \(arrangement.keys.count), " } ?? ""
        let unseen = arrangement.rows.count - parts(context).shownCount
        let beyond = unseen > 0 ? "\(Format.count(Int64(unseen))) out of view, " : ""
        return place + beyond + hidden(arrangement, in: snapshot).map { $0 + ", " }.joined()
            + (order ?? (sort.isReversed ? "worst last" : "worst first"))
    }

    /// What is hidden, each with its count.
    private func hidden(_ arrangement: SessionArrangement, in snapshot: FleetSnapshot) -> [String] {
        let matching = arrangement.runningCount + arrangement.endedCount + removedCount(in: snapshot)
        let words = { (count: Int, what: String) -> String? in
            count > 0 ? "\(Format.count(Int64(count))) \(what)" : nil
        }
        return [
            words(matching - arrangement.rows.count, "folded"),
            words(snapshot.summaries.count - matching, "filtered out"),
        ].compactMap(\.self)
    }
}
