extension TextWidth {
    /// `text` in lines of at most `limit` columns, broken between words; a word that is longer, or a script without
    /// blanks, is broken where the line is full. At least one line.
    public static func wrapped(_ text: String, to limit: Int) -> [String] {
        let limit = max(2, limit)
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(whereSeparator: \.isWhitespace) {
            let width = width(word)
            if used > 0, used + 1 + width <= limit {
                line += " " + word
                used += 1 + width
                continue
            }
            if used > 0 { lines.append(line) }
            (line, used) = ("", 0)
            for piece in pieces(of: word, limit: limit, width: width) {
                if used > 0 { lines.append(line) }
                (line, used) = (piece.text, piece.width)
            }
        }
        return used > 0 || lines.isEmpty ? lines + [line] : lines
    }

    private static func pieces(of word: Substring, limit: Int, width: Int) -> [(text: String, width: Int)] {
        guard width > limit else { return [(String(word), width)] }
        var pieces: [(text: String, width: Int)] = [("", 0)]
        for character in word {
            let columns = self.width(String(character))
            if let last = pieces.last, last.width + columns > limit { pieces.append(("", 0)) }
            pieces[pieces.count - 1].text.append(character)
            pieces[pieces.count - 1].width += columns
        }
        return pieces
    }
}
