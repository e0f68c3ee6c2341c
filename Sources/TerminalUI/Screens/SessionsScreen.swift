import SessionModel
import Wording

/// All sessions, worst first: the screen that stays open all day.
struct SessionsScreen {
    let snapshot: DashboardSnapshot
    let list: SessionsList
    let marks: Marks
    let privacy: Privacy

    /// `rows` are the sessions in the order on screen.
    func draw(_ rows: [SessionSummary], in rect: Rect, on grid: inout CellGrid) {
        let slots = Self.slots(width: rect.columns)
        let showsID = slots.contains { $0.column.id == .session }
        let selected = list.selectedIndex(in: rows)
        let height = max(0, rect.rows - 1)
        let table = Table(
            columns: slots.map { Table.Column(title: title($0), width: $0.width, alignment: $0.column.alignment) },
            rowCount: rows.count,
            // Banners may have taken rows since the list was settled.
            top: SessionsList.top(showing: selected ?? 0, from: list.top, height: height, count: rows.count),
            selected: selected, isMarked: { marks.contains(Marks.Place(rows[$0].id)) }
        ) { row in
            slots.map { slot in
                let context = SessionColumn.CellContext(
                    now: snapshot.now, findings: snapshot.findings[rows[row].id], width: slot.width, privacy: privacy,
                    showsID: showsID)
                let cell = slot.column.cell(rows[row], context)
                return rows[row].closedAt == nil || keepsStyle.contains(slot.column.id) ? cell : cell.restyled(.faint)
            }
        }
        table.draw(in: rect, on: &grid)
    }

    /// Which row is selected, of how many, in which order.
    func position(_ rows: [SessionSummary]) -> String {
        let order = list.sort.column.flatMap(SessionColumn.named).map { "by \($0.title.lowercased())" } ?? "worst first"
        let reversed = list.sort.isReversed ? ", reversed" : ""
        let place = list.selectedIndex(in: rows).map { "\($0 + 1) of \(rows.count), " } ?? ""
        return place + order + reversed
    }

    /// A session that is over is faint, but how it ended is not.
    private let keepsStyle: Set<SessionColumn.ID> = [.mark, .state, .findings, .close]

    private func title(_ slot: Slot) -> StyledText {
        let isNarrow = TextWidth.width(slot.column.title) + 1 > slot.width && !slot.column.shortTitle.isEmpty
        let title = StyledText(isNarrow ? slot.column.shortTitle : slot.column.title, .heading)
        guard slot.column.id == list.sort.column else { return title }
        return title + StyledText(list.sort.isReversed ? "▴" : "▾", .accent)
    }
}

extension SessionsScreen {
    /// A column and the width it got.
    struct Slot {
        var column: SessionColumn
        var width: Int
    }

    /// The columns that fit into `width`. Widths depend on the screen alone, never on what is in the cells.
    static func slots(width: Int) -> [Slot] {
        var slots = SessionColumn.all.map { Slot(column: $0, width: $0.width) }
        for reduction in reductions where total(slots) > width {
            switch reduction {
            case .drop(let id): slots.removeAll { $0.column.id == id }
            case .narrow(let id):
                for index in slots.indices where slots[index].column.id == id {
                    slots[index].width = slots[index].column.narrow ?? slots[index].width
                }
            }
        }
        for id in growing {
            guard let index = slots.firstIndex(where: { $0.column.id == id }) else { continue }
            let spare = max(0, width - total(slots))
            let wide = slots[index].column.wide ?? slots[index].width
            slots[index].width += min(spare, max(0, wide - slots[index].width))
        }
        return slots
    }

    /// The column at a place of a title line; nil between two.
    static func column(at place: Int, width: Int) -> SessionColumn.ID? {
        var start = 1
        for slot in slots(width: width) {
            if (start..<start + slot.width).contains(place) { return slot.column.id }
            start += slot.width + Table.gap
        }
        return nil
    }

    private enum Reduction {
        case drop(SessionColumn.ID)
        case narrow(SessionColumn.ID)
    }

    /// What goes first when the screen is narrow. The mark and the tag never go.
    private static let reductions: [Reduction] = [
        .drop(.session), .drop(.frames), .drop(.rate), .drop(.close), .drop(.model), .narrow(.context), .narrow(.cap),
        .narrow(.connection), .drop(.cost), .narrow(.tokens), .drop(.tokens), .drop(.bargein), .drop(.cap),
        .drop(.response), .drop(.context), .drop(.findings), .drop(.connection), .drop(.state),
    ]

    /// Who gets spare columns first.
    private static let growing: [SessionColumn.ID] = [.context, .cap, .connection, .tag, .model, .close]

    /// With the mark of the selected row, gaps and a margin on the right.
    private static func total(_ slots: [Slot]) -> Int {
        2 + slots.reduce(0) { $0 + $1.width } + Table.gap * max(0, slots.count - 1)
    }
}
