/// The columns of the Sessions screen that fit a width, for calls that run and for those that are over. Widths depend on
/// the screen alone, never on what is in the cells.
struct SessionsLayout {
    /// A column and the width it got.
    struct Slot {
        var column: SessionColumn
        var width: Int
    }

    let running: [Slot]
    let ended: [Slot]

    init(width: Int) {
        running = Self.runningSlots(width)
        ended = Self.endedSlots(width, below: running)
    }

    /// The column at a place of a title line; nil between two.
    static func column(at place: Int, in slots: [Slot]) -> SessionColumn.ID? {
        var start = 1
        for slot in slots {
            if (start..<start + slot.width).contains(place) { return slot.column.id }
            start += slot.width + Table.gap
        }
        return nil
    }

    // MARK: Calls that run

    private static func runningSlots(_ width: Int) -> [Slot] {
        let tight = reduced(by: tightReductions, to: width)
        var slots = total(tight) <= width ? tight : reduced(by: reductions, to: width)
        for (id, most) in growing {
            guard let index = slots.firstIndex(where: { $0.column.id == id }) else { continue }
            let spare = max(0, width - total(slots))
            let wide = most ?? slots[index].column.wide ?? slots[index].width
            slots[index].width += min(spare, max(0, wide - slots[index].width))
        }
        return slots
    }

    private enum Reduction {
        case drop(SessionColumn.ID)
        case narrow(SessionColumn.ID)
        /// As narrow as it can be read, or as wide as it has to be.
        case set(SessionColumn.ID, to: Int)
    }

    private static func reduced(by reductions: [Reduction], to width: Int) -> [Slot] {
        let ends: Set<SessionColumn.ID> = [.by, .ended, .lasted, .close]
        var slots = SessionColumn.all.filter { !ends.contains($0.id) }.map { Slot(column: $0, width: $0.width) }
        for reduction in reductions where total(slots) > width {
            switch reduction {
            case .drop(let id): slots.removeAll { $0.column.id == id }
            case .narrow(let id):
                for index in slots.indices where slots[index].column.id == id {
                    slots[index].width = slots[index].column.narrow ?? slots[index].width
                }
            case .set(let id, let width):
                for index in slots.indices where slots[index].column.id == id { slots[index].width = width }
            }
        }
        return slots
    }

    /// On a screen of 120 columns all that tells how a call is doing still has its place. Whole names of rules come before
    /// gauges beside numbers that say the same; that of the context stays, because it often has no number.
    private static let tightReductions: [Reduction] = [
        .drop(.rate), .drop(.frames), .drop(.session), .set(.findings, to: tightName), .drop(.opened),
        .narrow(.tokens), .drop(.tokens),
        .narrow(.context), .narrow(.cap), .narrow(.connection), .narrow(.model), .narrow(.tag), .set(.age, to: 5),
        .set(.response, to: 7), .set(.bargein, to: 6), .set(.cap, to: 7), .set(.model, to: 10),
        .set(.connection, to: 5), .set(.model, to: 8),
    ]

    /// What goes first when the screen is narrow. The mark and the tag never go.
    private static let reductions: [Reduction] = [
        .set(.findings, to: shortName), .drop(.session), .drop(.frames), .drop(.rate), .drop(.opened),
        .narrow(.tokens), .drop(.tokens), .drop(.bargein), .narrow(.context), .narrow(.cap), .narrow(.connection),
        .narrow(.model), .narrow(.tag), .drop(.cost), .drop(.response), .drop(.cap), .drop(.model), .set(.age, to: 5),
        .drop(.context), .drop(.connection), .drop(.age), .drop(.state), .narrow(.findings), .drop(.findings),
    ]

    /// Who gets spare columns first, and up to which width: nearly all names of rules whole before longer gauges.
    private static let growing: [(SessionColumn.ID, most: Int?)] = [
        (.findings, longName), (.context, nil), (.cap, nil), (.connection, nil), (.tag, nil), (.findings, nil),
        (.model, nil),
    ]

    /// Columns below which a call that is over has the name of what is wrong as the reason of its end.
    private static let narrow = 100

    /// Columns of the beginning of a name, with how many findings there are besides.
    private static let shortName = 18

    /// Columns of most names of rules, with how many findings there are besides.
    private static let tightName = 21

    /// Columns of nearly all names of rules, with how many findings there are besides.
    private static let longName = 29

    // MARK: Calls that are over

    /// The same places put to another use, the reason as long as there is room.
    private static func endedSlots(_ width: Int, below running: [Slot]) -> [Slot] {
        let kept: Set<SessionColumn.ID> = [.mark, .tag, .session, .model]
        let state = running.first { $0.column.id == .state }
        var slots = running.filter { kept.contains($0.column.id) }
        var findings = width < narrow ? nil : running.last { $0.column.id == .findings }
        slots += ends(like: state, width)
        var rest = width - total(slots + [findings].compactMap(\.self)) - Table.gap
        if let slot = findings {
            // Whole names of rules say more of an end than the second half of its reason.
            let more = max(0, min(longName - slot.width, rest - longName))
            findings?.width += more
            rest -= more
        }
        if rest >= 8, let close = SessionColumn.named(.close) {
            slots.append(Slot(column: close, width: rest))
        }
        return slots + [findings].compactMap(\.self)
    }

    /// Who ended it, and where there is room when; the code stands with the reason.
    private static func ends(like state: Slot?, _ width: Int) -> [Slot] {
        guard width >= 64 else {
            guard let state, let by = SessionColumn.named(.by) else { return [] }
            return [Slot(column: by, width: state.width)]
        }
        var ids: [SessionColumn.ID] = [.by, .ended, .lasted]
        if width >= 150 { ids += [.cost] }
        if width >= 180 { ids += [.opened] }
        return ids.compactMap { id in
            SessionColumn.named(id).map { Slot(column: $0, width: id == .by ? state?.width ?? $0.width : $0.width) }
        }
    }

    /// With the mark of the selected row, gaps and a margin on the right.
    private static func total(_ slots: [Slot]) -> Int {
        2 + slots.reduce(0) { $0 + $1.width } + Table.gap * max(0, slots.count - 1)
    }
}
