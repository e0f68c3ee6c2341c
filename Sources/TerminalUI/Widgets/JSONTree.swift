import LiveProtocol
import Wording

/// A JSON document as lines that fold, with a selected line and search.
struct JSONTree: Hashable, Sendable {
    struct Line: Hashable, Sendable {
        let depth: Int
        /// Name of the member, or its place in an array.
        let label: String
        let value: Value
        /// Lines of its contents, all levels: they follow it.
        var contentCount = 0
    }

    enum Value: Hashable, Sendable {
        case object(count: Int)
        case array(count: Int)
        /// At most `JSONTree.textLimit` characters of it.
        case string(String, count: Int)
        case number(String)
        case word(String)
    }

    /// Every line, folded or not, in the order of the document.
    let lines: [Line]
    /// Lines were left out at the end.
    let isCut: Bool
    private(set) var folded: Set<Int> = []
    /// Indices of the lines that are not folded away.
    private(set) var visible: [Int] = []
    /// Index among `lines`.
    private(set) var selected = 0
    /// The first line on screen, as an index among `visible`.
    private(set) var top = 0

    static let lineLimit = 20_000
    static let textLimit = 2_000
    /// Longer arrays begin folded.
    private static let foldedArrayCount = 40

    /// Nil where `bytes` are no JSON.
    init?(_ bytes: [UInt8]) {
        // Why it is no JSON is told by the list.
        guard let document = try? JSONDocument(bytes) else { return nil }
        var lines: [Line] = []
        isCut = !Self.append(document.root, "", 0, to: &lines)
        self.lines = lines
        for (index, line) in lines.enumerated() {
            if case .array(let count) = line.value, count > Self.foldedArrayCount { folded.insert(index) }
        }
        refold()
    }

    /// False when there is no room for all of it. The depth is limited by the parser.
    private static func append(_ node: JSONNode, _ label: String, _ depth: Int, to lines: inout [Line]) -> Bool {
        guard lines.count < lineLimit else { return false }
        let index = lines.count
        lines.append(Line(depth: depth, label: label, value: value(of: node)))
        var isComplete = true
        if node.isObject {
            for (key, value) in node.members where isComplete {
                isComplete = append(value, key.string, depth + 1, to: &lines)
            }
        } else if node.isArray {
            for (place, element) in node.elements.enumerated() where isComplete {
                isComplete = append(element, "\(place)", depth + 1, to: &lines)
            }
        }
        lines[index].contentCount = lines.count - index - 1
        return isComplete
    }

    private static func value(of node: JSONNode) -> Value {
        if node.isObject { return .object(count: node.members.reduce(0) { count, _ in count + 1 }) }
        if node.isArray { return .array(count: node.elements.reduce(0) { count, _ in count + 1 }) }
        guard let text = node.string else {
            let source = String(decoding: node.source, as: UTF8.self)
            return node.isNull || node.bool != nil ? .word(source) : .number(source)
        }
        // Counting characters of a megabyte of base64 takes longer than showing it.
        let isLong = text.utf8.count > textLimit
        return .string(isLong ? String(text.prefix(textLimit)) : text, count: isLong ? text.utf8.count : text.count)
    }
}

// MARK: - Moving and folding

extension JSONTree {
    private var place: Int { visible.firstIndex { $0 >= selected } ?? max(0, visible.count - 1) }

    mutating func move(by step: Int) {
        guard !visible.isEmpty else { return }
        let target = max(0, min(visible.count - 1, place + max(-visible.count, min(visible.count, step))))
        selected = visible[target]
    }

    mutating func toggleFold() {
        guard lines.indices.contains(selected), lines[selected].contentCount > 0 else { return }
        if folded.contains(selected) { folded.remove(selected) } else { folded.insert(selected) }
        refold()
    }

    /// Folds the selected line; where there is nothing to fold, selects what it is in.
    mutating func fold() {
        guard lines.indices.contains(selected) else { return }
        if lines[selected].contentCount > 0, !folded.contains(selected) { return toggleFold() }
        let depth = lines[selected].depth
        if let parent = lines[..<selected].lastIndex(where: { $0.depth < depth }) { selected = parent }
    }

    mutating func unfold() { if folded.contains(selected) { toggleFold() } }

    private mutating func refold() {
        visible = []
        var index = 0
        while index < lines.count {
            visible.append(index)
            index += folded.contains(index) ? lines[index].contentCount + 1 : 1
        }
    }

    /// Selects the next line (or the one before) that holds `text` in its name or value, around the end; unfolds what
    /// hides it. False when there is none.
    mutating func find(_ text: String, isBackward: Bool = false, fromHere: Bool = false) -> Bool {
        let wanted = text.lowercased()
        guard !wanted.isEmpty, !lines.isEmpty else { return false }
        for step in (fromHere ? 0 : 1)...lines.count {
            let index = (selected + (isBackward ? lines.count * 2 - step : step)) % lines.count
            guard lines[index].holds(wanted) else { continue }
            reveal(index)
            selected = index
            return true
        }
        return false
    }

    private mutating func reveal(_ index: Int) {
        for parent in folded where parent < index && index <= parent + lines[parent].contentCount {
            folded.remove(parent)
        }
        refold()
    }

    mutating func settle(height: Int) {
        top = ListWindow.top(showing: place, from: top, height: height, count: visible.count)
    }

    /// What `y` copies.
    var selectedText: String? {
        guard lines.indices.contains(selected) else { return nil }
        let line = lines[selected]
        return switch line.value {
        case .object, .array: line.label
        case .string(let text, _), .number(let text), .word(let text): text
        }
    }
}

extension JSONTree.Line {
    fileprivate func holds(_ text: String) -> Bool {
        if label.lowercased().contains(text) { return true }
        return switch value {
        case .object, .array: false
        case .string(let value, _), .number(let value), .word(let value): value.lowercased().contains(text)
        }
    }
}

// MARK: - Drawing

extension JSONTree {
    func draw(isFocused: Bool, privacy: Privacy, in rect: Rect, on grid: inout CellGrid) {
        let top = ListWindow.top(showing: place, from: top, height: rect.rows, count: visible.count)
        for (offset, index) in visible.dropFirst(top).prefix(rect.rows).enumerated() {
            let line = Rect(row: rect.row + offset, column: rect.column, columns: rect.columns, rows: 1)
            grid.draw(text(of: index, privacy), in: line)
            if isFocused, index == selected { grid.mark(line, .selected) }
        }
        if isCut, visible.count - top < rect.rows {
            let line = Rect(row: rect.row + visible.count - top, column: rect.column, columns: rect.columns, rows: 1)
            grid.draw(StyledText("… more than \(Format.count(Int64(Self.lineLimit))) lines", .warning), in: line)
        }
    }

    private func text(of index: Int, _ privacy: Privacy) -> StyledText {
        let line = lines[index]
        let fold = line.contentCount == 0 ? "  " : folded.contains(index) ? "▸ " : "▾ "
        let label = line.label.isEmpty ? "" : line.label + " "
        // Deep structures must not leave the screen to the right.
        let indent = String(repeating: "  ", count: min(line.depth, 16))
        return StyledText(indent + fold, .faint) + StyledText(label, .heading) + value(line.value, privacy)
    }

    private func value(_ value: Value, _ privacy: Privacy) -> StyledText {
        switch value {
        case .object(let count): StyledText("{\(count)}", .faint)
        case .array(let count): StyledText("[\(count)]", .faint)
        case .number(let text): StyledText(text, .accent)
        case .word(let text): StyledText(text, .warning)
        case .string(let text, let count):
            // Base64 says nothing; its length does.
            count > 120 && !text.prefix(120).contains(" ")
                ? StyledText(privacy.masked(String(text.prefix(24))) + "… ") + StyledText(length(count), .faint)
                : StyledText("\"" + privacy.masked(text) + "\"")
        }
    }

    private func length(_ count: Int) -> String { Format.count(Int64(count)) + " characters" }
}
