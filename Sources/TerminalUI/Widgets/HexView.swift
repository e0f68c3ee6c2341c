import Wording

/// Bytes as hexadecimal digits and characters, sixteen a row, eight where the screen is narrow.
struct HexView: Hashable, Sendable {
    let bytes: [UInt8]
    /// Offset of the first byte on screen, a multiple of eight.
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func width(of columns: Int) -> Int { columns >= 8 + 2 + 16 * 3 + 1 + 1 + 16 ? 16 : 8 }

    mutating func move(by rows: Int, width: Int, height: Int) {
        let last = max(0, (bytes.count + width - 1) / width - height) * width
        let step = max(-bytes.count, min(bytes.count, rows.multipliedReportingOverflow(by: width).partialValue))
        offset = max(0, min(last, offset / width * width + (rows > bytes.count ? bytes.count : step)))
    }

    /// Goes to the next place that reads `text`, without regard to case, around the end. False when there is none.
    mutating func find(_ text: String, width: Int, isBackward: Bool = false) -> Bool {
        let wanted = text.utf8.map(\.lowercased)
        guard !wanted.isEmpty, bytes.count >= wanted.count else { return false }
        let places = (0...bytes.count - wanted.count).filter { start in
            bytes[start].lowercased == wanted[0]
                && wanted.indices.allSatisfy { bytes[start + $0].lowercased == wanted[$0] }
        }
        let row = offset / width
        let next =
            isBackward
            ? places.last { $0 / width < row } ?? places.last : places.first { $0 / width > row } ?? places.first
        guard let next else { return false }
        offset = next / width * width
        return true
    }

    func draw(privacy: Privacy, in rect: Rect, on grid: inout CellGrid) {
        guard !bytes.isEmpty else { return grid.draw(StyledText("no bytes", .faint), in: rect) }
        let width = Self.width(of: rect.columns)
        for line in 0..<rect.rows {
            let start = offset / width * width + line * width
            guard start < bytes.count else { return }
            let row = bytes[start..<min(start + width, bytes.count)]
            let place = Rect(row: rect.row + line, column: rect.column, columns: rect.columns, rows: 1)
            grid.draw(text(of: row, at: start, width: width, privacy), in: place)
        }
    }

    private func text(of row: ArraySlice<UInt8>, at start: Int, width: Int, _ privacy: Privacy) -> StyledText {
        var digits = ""
        for index in 0..<width {
            if index == 8 { digits += " " }
            let byte = row.startIndex + index < row.endIndex ? row[row.startIndex + index] : nil
            digits += byte.map { (privacy == .on ? "••" : Format.hex($0, 2)) + " " } ?? "   "
        }
        let characters = row.map { Self.isPrintable($0) ? Character(Unicode.Scalar($0)) : "·" }
        let text = privacy == .on ? "" : String(characters)
        return StyledText(Format.hex(start, 8) + "  ", .faint) + StyledText(digits) + StyledText(" " + text, .accent)
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
