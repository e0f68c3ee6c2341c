import Filters
import LiveProtocol
import SessionModel
import Snapshots
import Wording

// MARK: - Drawing

extension FramesScreen {
    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        let layout = layout(context)
        // Why there are no payloads, where the recording leaves them out; nil at full capture.
        let level = context.snapshot?.process.captureLevel
        if !layout.list.isEmpty, let time = context.time {
            drawList(time, context.privacy, captureLevel: level, in: layout.list, on: &grid)
        }
        guard !layout.detail.isEmpty else { return }
        FrameDetailPane(
            detail: detail, numbers: list.numbers, isFocused: pane == .detail, privacy: context.privacy,
            captureLevel: level
        ).draw(layout, on: &grid)
    }

    /// Where the user is, and how far a filter has come.
    func position(_ context: ScreenContext) -> String {
        var parts: [String] = []
        if let share = list.searchedShare { parts.append("\(Int(clamping: share * 100)) % searched") }
        if let row = list.selectedRow { parts.append(list.numbers.place(row)) }
        if list.isFollowing { parts.append("following") }
        return parts.joined(separator: ", ")
    }

    private func drawList(
        _ time: TimeScale, _ privacy: Privacy, captureLevel: String?, in rect: Rect, on grid: inout CellGrid
    ) {
        let numbers = list.numbers
        let slots = Self.slots(width: rect.columns, isWall: time.format == .wall, number: numbers.labelWidth)
        let table = Table(
            columns: slots.map {
                Table.Column(
                    title: StyledText($0.id == .time ? time.heading : $0.title, .heading), width: $0.width,
                    alignment: $0.alignment)
            },
            rowCount: list.rows.count, top: list.top, selected: list.rows.isEmpty ? nil : list.selected
        ) { index in
            let previous = index > 0 ? list.rows[index - 1].entry.at : nil
            return slots.map {
                $0.id == .number
                    ? StyledText(
                        numbers.label(list.rows[index].entry.connection, list.rows[index].entry.sequence), .faint)
                    : Self.cell($0, list.rows[index], after: previous, time, privacy)
            }
        }
        table.draw(in: rect, on: &grid)
        let body = rect.dropTop(1).inset(columns: 1)
        if list.rows.isEmpty || list.problem != nil { grid.draw(remark(captureLevel), in: body) }
    }

    /// What there is instead of frames.
    private func remark(_ captureLevel: String?) -> StyledText {
        if let problem = list.problem { return StyledText("✗ \(problem)", .alert) }
        if !list.hasAnswer || list.pending != nil { return StyledText("reading the recording…", .faint) }
        if list.filter != .everything { return StyledText("no frame matches; Esc clears the filter", .faint) }
        if captureLevel == "off" { return StyledText("nothing is recorded: capture is off", .faint) }
        return StyledText("no frame so far", .faint)
    }
}

// MARK: - Columns

extension FramesScreen {
    private enum Column {
        case number, time, delta, direction, kind, size, text
    }

    private struct Slot {
        let id: Column
        let title: String
        let width: Int
        var alignment = Alignment.left
    }

    /// What fits into `width`; the text takes the rest.
    private static func slots(width: Int, isWall: Bool, number: Int) -> [Slot] {
        var slots = [
            Slot(id: .number, title: "#", width: number, alignment: .right),
            Slot(id: .time, title: "AT", width: isWall ? 12 : 11, alignment: .right),
            Slot(id: .delta, title: "Δ", width: 8, alignment: .right),
            Slot(id: .direction, title: width >= wide ? "DIR" : "", width: width >= wide ? 6 : 1),
            Slot(id: .kind, title: "KIND", width: width >= 96 ? 34 : 19),
            Slot(id: .size, title: "SIZE", width: 7, alignment: .right),
        ]
        if width < wide { slots.removeAll { $0.id == .delta } }
        if width < 44 { slots.removeAll { $0.id == .size } }
        if width < 60 { slots.removeAll { $0.id == .number } }
        let rest = width - 2 - slots.reduce(0) { $0 + $1.width + Table.gap }
        return rest >= 8 ? slots + [Slot(id: .text, title: "WHAT", width: rest)] : slots
    }

    /// Columns from which directions are spelled and distances shown.
    private static let wide = 84

    private static func cell(
        _ slot: Slot, _ row: FrameRow, after previous: Timestamp?, _ time: TimeScale, _ privacy: Privacy
    ) -> StyledText {
        switch slot.id {
        case .time: StyledText(time.text(row.entry.at, after: previous), .faint)
        case .delta: StyledText(previous.map { "+" + Format.latency(row.entry.at - $0) } ?? Format.unknown, .faint)
        case .number: ""
        case .direction: StyledText(slot.width > 1 ? "\(row.arrow) \(row.entry.direction.name)" : row.arrow, row.style)
        case .kind: StyledText(row.kindName, row.style)
        case .size: StyledText(Format.bytes(Int64(row.byteCount)))
        case .text: row.words(privacy)
        }
    }
}
