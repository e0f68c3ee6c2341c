import Filters
import LiveProtocol
import SessionModel
import Wording

/// The frames of a session: the list, runs of audio collapsed, and what is in the selected one.
struct FramesScreen {
    let browser: FrameBrowser
    let filter: FilterField
    let time: TimeScale
    let privacy: Privacy
    /// Why there are no payloads, where the recording leaves them out; nil at full capture.
    var captureLevel: String?

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let layout = FramesLayout(rect, browser.pane)
        if !layout.list.isEmpty { drawList(in: layout.list, on: &grid) }
        guard !layout.detail.isEmpty else { return }
        FrameDetailPane(
            detail: browser.detail, isFocused: browser.pane == .detail, privacy: privacy, captureLevel: captureLevel
        ).draw(layout, on: &grid)
    }

    /// Where the user is, and how far a filter has come.
    var position: String {
        let list = browser.list
        var parts: [String] = []
        if let share = list.searchedShare { parts.append("\(Int(clamping: share * 100)) % searched") }
        if let position = list.position {
            parts.append("frame \(Format.count(position)) of \(Format.count(list.outline.frameCount))")
        }
        if list.isFollowing { parts.append("following") }
        return parts.joined(separator: ", ")
    }

    private func drawList(in rect: Rect, on grid: inout CellGrid) {
        let list = browser.list
        let slots = Self.slots(width: rect.columns, isWall: time.format == .wall)
        let table = Table(
            columns: slots.map {
                Table.Column(
                    title: StyledText($0.id == .time ? time.heading : $0.title, .heading), width: $0.width,
                    alignment: $0.alignment)
            },
            rowCount: list.rows.count, top: list.top, selected: list.rows.isEmpty ? nil : list.selected
        ) { index in
            let previous = index > 0 ? list.rows[index - 1].entry.at : nil
            return slots.map { cell($0, list.rows[index], after: previous) }
        }
        table.draw(in: rect, on: &grid)
        let body = rect.dropTop(1).inset(columns: 1)
        if list.rows.isEmpty || list.problem != nil { grid.draw(remark, in: body) }
    }

    /// What there is instead of frames.
    private var remark: StyledText {
        let list = browser.list
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
        case time, delta, direction, kind, size, text
    }

    private struct Slot {
        let id: Column
        let title: String
        let width: Int
        var alignment = Alignment.left
    }

    /// What fits into `width`; the text takes the rest.
    private static func slots(width: Int, isWall: Bool) -> [Slot] {
        var slots = [
            Slot(id: .time, title: "AT", width: isWall ? 12 : 11, alignment: .right),
            Slot(id: .delta, title: "Δ", width: 8, alignment: .right),
            Slot(id: .direction, title: width >= wide ? "DIR" : "", width: width >= wide ? 6 : 1),
            Slot(id: .kind, title: "KIND", width: width >= 96 ? 34 : 19),
            Slot(id: .size, title: "SIZE", width: 7, alignment: .right),
        ]
        if width < wide { slots.removeAll { $0.id == .delta } }
        if width < 44 { slots.removeAll { $0.id == .size } }
        let rest = width - 2 - slots.reduce(0) { $0 + $1.width + Table.gap }
        return rest >= 8 ? slots + [Slot(id: .text, title: "WHAT", width: rest)] : slots
    }

    /// Columns from which directions are spelled and distances shown.
    private static let wide = 84

    private func cell(_ slot: Slot, _ row: FrameRow, after previous: Timestamp?) -> StyledText {
        switch slot.id {
        case .time: StyledText(time.text(row.entry.at, after: previous), .faint)
        case .delta: StyledText(previous.map { "+" + Format.latency(row.entry.at - $0) } ?? Format.unknown, .faint)
        case .direction: StyledText(slot.width > 1 ? "\(row.arrow) \(row.entry.direction.name)" : row.arrow, row.style)
        case .kind: StyledText(row.kindName, row.style)
        case .size: StyledText(Format.bytes(Int64(row.byteCount)))
        case .text: row.words(privacy)
        }
    }
}

extension FrameRow {
    var arrow: String { entry.direction == .clientToServer ? "↑" : "↓" }

    var style: Style { entry.direction == .clientToServer ? .up : .down }

    /// The last part of the kind: the direction tells which of `serverContent` and `realtimeInput` it was.
    var kindName: String {
        let name = entry.kind.split(separator: ".").last.map(String.init) ?? entry.kind
        return switch shape {
        case .single: name
        case .run(_, let isExpanded): (isExpanded ? "▾ " : "▸ ") + name
        case .member: "  " + name
        }
    }

    /// One line about what is in it.
    func words(_ privacy: Privacy) -> StyledText {
        if case .run(let count, _) = shape {
            let length = audio.map { ", " + Format.latency($0) } ?? ""
            return StyledText("\(Format.count(Int64(count))) frames\(length)", .strong)
        }
        if let problem = entry.problem { return StyledText("✗ \(problem)", .alert) }
        if let code = entry.closeCode {
            return StyledText("\(code.rawValue) ", .warning) + StyledText(privacy.masked(entry.text))
        }
        let remark = entry.isIncomplete ? StyledText(" not captured", .warning) : ""
        if let audio, entry.isAudioAlone { return StyledText(Format.latency(audio)) + remark }
        return StyledText(privacy.masked(entry.text)) + remark
    }
}
