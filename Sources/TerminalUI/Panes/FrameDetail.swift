import LiveProtocol
import SessionModel

/// What is in the selected frame, or run of audio frames, and how it is looked at.
struct FrameDetail: Hashable, Sendable {
    /// In the order in which `v` goes through them.
    enum Mode: String, CaseIterable, Hashable, Sendable {
        case tree, json, bytes, wave

        var title: String {
            switch self {
            case .tree: "Tree"
            case .json: "JSON"
            case .bytes: "Bytes"
            case .wave: "Sound"
            }
        }
    }

    /// What is shown; nil before a frame was selected.
    private(set) var row: FrameRow?
    private(set) var content: FrameContent?
    /// Why the content is not here.
    private(set) var problem: String?
    /// The question that is not answered yet.
    private(set) var pending: FrameSpan?

    private(set) var tree: JSONTree?
    private(set) var source: WrappedText?
    private(set) var bytes = HexView([])
    private(set) var wave: Waveform?
    /// What the user asked to see; nil: whatever says most.
    private var preferred: Mode?
    /// What was searched last, and whether it is there.
    private(set) var wanted = ""
    private(set) var isFound = true

    /// What there is of the content.
    var modes: [Mode] {
        Mode.allCases.filter { mode in
            switch mode {
            case .tree: tree != nil
            case .json: source != nil
            case .bytes: content != nil
            case .wave: wave != nil
            }
        }
    }

    var mode: Mode {
        if let preferred, modes.contains(preferred) { return preferred }
        if case .run = row?.shape, wave != nil { return .wave }
        return modes.first ?? .bytes
    }

    mutating func cycleMode() {
        let modes = modes
        guard let index = modes.firstIndex(of: mode) else { return }
        preferred = modes[(index + 1) % modes.count]
    }
}

// MARK: - Asking and being answered

extension FrameDetail {
    /// The frame that is selected now, nil for none. Returns what has to be read.
    mutating func select(_ row: FrameRow?) -> FrameSpan? {
        if row?.place != self.row?.place {
            content = nil
            problem = nil
        }
        self.row = row
        // A run that grew is shown as it was until the rest of it is here.
        guard let span = row?.span, content?.span != span, problem == nil, pending == nil else { return nil }
        pending = span
        return span
    }

    /// Takes in an answer, unless something else has been selected meanwhile.
    mutating func show(_ content: FrameContent) {
        guard content.span == pending else { return }
        pending = nil
        guard let row, row.place.connection == content.span.connection,
            row.place.sequence == content.span.sequences.lowerBound
        else { return }
        let isNew = self.content == nil
        self.content = content
        wave = row.entry.audio == nil ? nil : Waveform(content)
        if isNew { read(content.frames.first) }
    }

    /// Of a run, the first frame stands for all.
    private mutating func read(_ frame: Frame?) {
        let payload = frame?.payload ?? []
        tree = JSONTree(payload)
        source = tree != nil || frame?.opcode == .text ? WrappedText(payload) : nil
        bytes = HexView(payload)
    }

    mutating func fail(_ span: FrameSpan, _ reason: String) {
        guard span == pending else { return }
        pending = nil
        if row?.span == span { problem = reason }
    }
}

// MARK: - Moving and searching

extension FrameDetail {
    mutating func move(by step: Int, in size: Size) {
        switch mode {
        case .tree: tree?.move(by: step)
        case .json: source?.move(by: step, height: size.rows)
        case .bytes: bytes.move(by: step, width: HexView.width(of: size.columns), height: size.rows)
        case .wave: break
        }
    }

    mutating func toggleFold() { if mode == .tree { tree?.toggleFold() } }

    mutating func fold() { if mode == .tree { tree?.fold() } }

    mutating func unfold() { if mode == .tree { tree?.unfold() } }

    /// Goes to a place that holds `text`; false when there is none.
    mutating func find(_ text: String, isBackward: Bool = false, fromHere: Bool = false, in size: Size) -> Bool {
        wanted = text
        isFound = text.isEmpty || search(text, isBackward, fromHere, size)
        return isFound
    }

    private mutating func search(_ text: String, _ isBackward: Bool, _ fromHere: Bool, _ size: Size) -> Bool {
        switch mode {
        case .tree: tree?.find(text, isBackward: isBackward, fromHere: fromHere) ?? false
        case .json: source?.find(text, isBackward: isBackward, fromHere: fromHere, height: size.rows) ?? false
        case .bytes: bytes.find(text, width: HexView.width(of: size.columns), isBackward: isBackward)
        case .wave: false
        }
    }

    /// Adapts to the part of the screen that it has.
    mutating func settle(in size: Size) {
        tree?.settle(height: size.rows)
        source?.wrap(to: size.columns)
        bytes.move(by: 0, width: HexView.width(of: size.columns), height: size.rows)
    }
}
