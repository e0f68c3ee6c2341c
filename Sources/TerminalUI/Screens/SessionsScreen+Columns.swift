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
