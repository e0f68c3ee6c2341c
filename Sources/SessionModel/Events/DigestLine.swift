/// Pieces of a message joined to one line that is safe to show: no control characters, no line breaks, bounded.
struct DigestLine {
    /// Characters kept.
    static let limit = 200

    private(set) var text = ""

    /// Nil and empty pieces leave no trace.
    mutating func add(_ piece: String?) {
        guard let piece = piece.map(Self.clean), !piece.isEmpty else { return }
        append(text.isEmpty ? piece : " · " + piece)
    }

    mutating func prepend(_ piece: String) {
        let rest = text
        text = ""
        add(piece)
        add(rest)
    }

    private mutating func append(_ piece: String) {
        // Bytes are counted first: counting characters costs far more, and most lines are short.
        text += piece
        guard text.utf8.count > Self.limit, text.count > Self.limit else { return }
        text = text.prefix(Self.limit - 1) + "…"
    }

    /// Control, format and separator characters become spaces or nothing: text from the network must not be able to
    /// move the cursor, break a line or reverse its direction.
    private static func clean(_ piece: String) -> String {
        if piece.utf8.count <= limit, piece.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return piece }
        var scalars = String.UnicodeScalarView()
        // The longest cluster of one character is far below this; a megabyte of text is not walked through.
        for scalar in piece.unicodeScalars.prefix(limit * 16) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            // Joiners hold emoji and Indic syllables together; the rest of the format characters is invisible.
            case .format: if scalar == "\u{200D}" || scalar == "\u{200C}" { scalars.append(scalar) }
            case .surrogate, .privateUse, .unassigned: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
