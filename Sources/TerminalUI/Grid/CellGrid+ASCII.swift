extension CellGrid {
    /// The same picture in ASCII, for `--ascii` and locales without UTF-8. Screens draw one way only; this table is
    /// the only place that knows the replacements.
    public var inASCII: CellGrid {
        var copy = self
        copy.mapCells { cell in
            guard !cell.isContinuation else { return Cell(" ", cell.style) }
            guard let scalar = cell.scalars.first else { return cell }
            return scalar.isASCII && cell.scalars.count == 1
                ? cell
                : Cell(
                    Self.asciiForms[scalar] ?? Self.dots(scalar) ?? Self.picture(scalar)
                        ?? (scalar.isASCII ? scalar : "?"), cell.style)
        }
        return copy
    }

    /// A cell of braille dots by how many of its dots are set.
    private static func dots(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard (0x2800...0x28FF).contains(scalar.value) else { return nil }
        switch (scalar.value & 0xFF).nonzeroBitCount {
        case 0: return " "
        case 1...2: return "."
        case 3...5: return ":"
        default: return "#"
        }
    }

    /// Of a control character.
    private static func picture(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        (0x2400...0x2421).contains(scalar.value) ? "^" : nil
    }

    private static let asciiForms: [Unicode.Scalar: Unicode.Scalar] = [
        "●": "o", "▲": "!", "■": "#", "○": ".", "–": "-", "—": "-", "…": "~", "·": ".", "•": "*",
        "━": "=", "╾": "=", "─": "-", "│": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "▸": ">", "▾": "v", "▴": "^", "↑": "^", "↓": "v", "→": ">", "×": "x", "µ": "u", "’": "'",
        "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=", "▆": "=", "▇": "#", "█": "#", "┈": ".", "Δ": "d",
        "✗": "!", "≠": "!", "╸": "=", "╺": "=", "╴": "-", "╶": "-", "├": "+", "╵": "'", "‖": "|", "┄": ".", "═": "#",
        "←": "<", "≥": ">", "≤": "<", "‘": "'", "“": "\"", "”": "\"",
        "♪": "*", "▹": ">", "◆": "+", "┊": ":",
    ]
}
