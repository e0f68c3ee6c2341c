import Wording

/// A long text as it is, wrapped at the edge of its part of the screen, with search.
struct WrappedText: Hashable, Sendable {
    /// A megabyte of base64 says nothing that its beginning does not.
    static let byteLimit = 65_536

    private let text: String
    /// Bytes that are not shown.
    let cutByteCount: Int
    private var width = 0
    private(set) var lines: [String] = []
    /// The first line on screen.
    private(set) var top = 0

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes.prefix(Self.byteLimit), as: UTF8.self)
        cutByteCount = max(0, bytes.count - Self.byteLimit)
    }

    /// Cuts the text into lines of at most `width` columns, if it is not cut so already.
    mutating func wrap(to width: Int) {
        guard width > 0, width != self.width else { return }
        let start = self.width * top
        self.width = width
        lines = []
        var (line, used) = (String.UnicodeScalarView(), 0)
        for scalar in text.unicodeScalars {
            let columns = TextWidth.width(of: scalar)
            if scalar == "\n" || used + columns > width {
                lines.append(String(line))
                (line, used) = (String.UnicodeScalarView(), 0)
            }
            guard scalar != "\n" else { continue }
            line.append(scalar)
            used += columns
        }
        lines.append(String(line))
        top = min(start / width, lines.count - 1)
    }

    mutating func move(by step: Int, height: Int) {
        let last = max(0, lines.count - max(1, height))
        top = max(0, min(last, top + max(-lines.count, min(lines.count, step))))
    }

    /// Goes to the next line that holds `text`, without regard to case, around the end. What a line break splits is not
    /// found; the tree finds it.
    mutating func find(_ text: String, isBackward: Bool, fromHere: Bool, height: Int) -> Bool {
        let wanted = text.lowercased()
        guard !wanted.isEmpty, !lines.isEmpty else { return false }
        for step in (fromHere ? 0 : 1)...lines.count {
            let index = (top + (isBackward ? lines.count * 2 - step : step)) % lines.count
            guard lines[index].lowercased().contains(wanted) else { continue }
            top = index
            return true
        }
        return false
    }

    func draw(in rect: Rect, on grid: inout CellGrid) {
        for (offset, line) in lines.dropFirst(top).prefix(rect.rows).enumerated() {
            grid.draw(StyledText(line), row: rect.row + offset, column: rect.column)
        }
        let end = lines.count - top
        guard cutByteCount > 0, end < rect.rows else { return }
        let words = "… \(Format.bytes(Int64(cutByteCount))) more"
        grid.draw(StyledText(words, .warning), in: rect.dropTop(end))
    }
}
