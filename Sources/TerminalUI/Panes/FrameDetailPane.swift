import LiveProtocol
import SessionModel
import Wording

/// What is in the selected frame, in the way that was chosen with `v`.
struct FrameDetailPane {
    let detail: FrameDetail
    let numbers: FrameNumbers
    let isFocused: Bool
    let privacy: Privacy
    let captureLevel: String?

    func draw(_ layout: FramesLayout, on grid: inout CellGrid) {
        let below = Section(title: title, remark: isFocused ? "Tab: the list" : "").draw(in: layout.detail, on: &grid)
        grid.draw(tabs, in: below.inset(columns: 1))
        drawContent(in: layout.content, on: &grid)
    }

    private var title: String {
        guard let row = detail.row else { return "Frame" }
        let words = numbers.words(row.entry.connection, row.entry.sequence)
        guard case .run(let count, _) = row.shape else { return words.prefix(1).uppercased() + words.dropFirst() }
        return "\(Format.count(Int64(count))) audio frames from \(words)"
    }

    /// The ways to look at it, the chosen one marked.
    private var tabs: StyledText {
        guard detail.content != nil else { return "" }
        let names = detail.modes.map { mode in
            mode == detail.mode ? StyledText("[\(mode.title)]", .strong) : StyledText(" \(mode.title) ", .faint)
        }
        return names.joined(by: " ") + StyledText("   " + facts, .faint)
    }

    private var facts: String {
        guard let entry = detail.row?.entry else { return "" }
        let size = Format.bytes(Int64(entry.byteCount))
        return entry.isFinal ? "\(entry.opcode.name), \(size)" : "\(entry.opcode.name), \(size), a part of a message"
    }

    private func drawContent(in rect: Rect, on grid: inout CellGrid) {
        guard detail.content != nil else { return grid.draw(remark, in: rect) }
        switch detail.mode {
        case .tree:
            detail.tree?.draw(isFocused: isFocused, privacy: privacy, in: rect, on: &grid)
        case .json:
            if privacy == .on { return grid.draw(StyledText(privacy.masked("text")), in: rect) }
            detail.source?.draw(in: rect, on: &grid)
        case .bytes:
            if let missing { return grid.draw(missing, in: rect) }
            detail.bytes.draw(privacy: privacy, in: rect, on: &grid)
        case .wave:
            guard let wave = detail.wave, let row = detail.row else { return }
            WaveView(wave: wave, style: row.style).draw(in: rect, on: &grid)
        }
    }

    /// Said where there are no bytes though the frame had some.
    private var missing: StyledText? {
        guard let entry = detail.row?.entry, entry.isIncomplete, detail.bytes.bytes.isEmpty else { return nil }
        let level = captureLevel.map { " (\($0))" } ?? ""
        return StyledText("Its payload was not captured\(level).", .warning)
    }

    private var remark: StyledText {
        if let problem = detail.problem { return StyledText("✗ \(problem)", .alert) }
        return StyledText(detail.row == nil ? "" : "reading…", .faint)
    }
}
