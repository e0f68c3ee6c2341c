/// How many columns text takes on a terminal, and what of it may reach one.
///
/// Tags, models, transcripts and close reasons come from the network. Control characters could drive the terminal: their
/// pictures (`␛`) are shown. Bidirectional overrides could reorder the line, joiners and variation selectors make the
/// width a matter of the terminal's taste: these are dropped. What a terminal may not know (unassigned, private use) is
/// shown as its code point, such as `U+E000`.
public enum TextWidth {
    public enum Columns: Hashable {
        case one(Unicode.Scalar)
        case two(Unicode.Scalar)
        /// Drawn over the character before it.
        case combining(Unicode.Scalar)
        /// Nobody knows how to draw it: `spelling(of:)` stands for it, six to eight columns.
        case spelled(Unicode.Scalar)
        case dropped
    }

    /// What a scalar becomes on screen.
    public static func columns(of scalar: Unicode.Scalar) -> Columns {
        if (0x20..<0x7F).contains(scalar.value) { return .one(scalar) }
        if scalar == "\n" || scalar == "\t" || scalar == "\r" { return .one(" ") }
        if isVariationSelector(scalar) { return .dropped }
        switch scalar.properties.generalCategory {
        case .control: return picture(of: scalar)
        case .lineSeparator, .paragraphSeparator: return .one(" ")
        case .format, .surrogate: return .dropped
        case .unassigned, .privateUse: return .spelled(scalar)
        case .nonspacingMark, .enclosingMark: return .combining(scalar)
        default: break
        }
        // Vowels and finals of decomposed Hangul stack onto the leading consonant.
        if (0x1160...0x11FF).contains(scalar.value) { return .combining(scalar) }
        return isWide(scalar) ? .two(scalar) : .one(scalar)
    }

    /// Each control character of ASCII has a picture of its own.
    private static func picture(of scalar: Unicode.Scalar) -> Columns {
        if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 | scalar.value) { return .one(picture) }
        return scalar.value == 0x7F ? .one("\u{2421}") : .spelled(scalar)
    }

    /// Such as `U+E000`.
    public static func spelling(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// Columns that `text` takes.
    public static func width(_ text: some StringProtocol) -> Int {
        if isPrintableASCII(text) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + count(columns(of: $1)) }
    }

    public static func width(of scalar: Unicode.Scalar) -> Int { count(columns(of: scalar)) }

    /// What a terminal would show of `text`: without anything that could drive it or break a line.
    public static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch columns(of: scalar) {
            case .one(let scalar), .two(let scalar), .combining(let scalar): shown.append(scalar)
            case .spelled(let scalar): shown.append(contentsOf: spelling(of: scalar).unicodeScalars)
            case .dropped: break
            }
        }
        return String(shown)
    }

    /// The longest beginning of `text` that takes at most `limit` columns; cut text ends with `…`.
    public static func truncated(_ text: String, to limit: Int) -> String {
        // Only the head of a text that may be megabytes long is looked at.
        let head = text.unicodeScalars.prefix(4 * max(0, limit) + 4)
        if head.endIndex == text.unicodeScalars.endIndex, width(text) <= limit { return text }
        guard limit > 0 else { return "" }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in head {
            used += count(columns(of: scalar))
            guard used < limit else { break }
            kept.append(scalar)
        }
        return String(kept) + "…"
    }

    private static func count(_ columns: Columns) -> Int {
        switch columns {
        case .one: 1
        case .two: 2
        case .spelled(let scalar): spelling(of: scalar).utf8.count
        case .combining, .dropped: 0
        }
    }

    private static func isPrintableASCII(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
    }

    /// East Asian wide and fullwidth (UAX #11). Outside of these blocks everything wide is an emoji that is drawn as
    /// one by default, which the standard library knows; regional indicators count as one column each, as in glibc.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x1100 { return false }
        if (0x1F1E6...0x1F1FF).contains(scalar.value) { return false }
        return wideBlocks.contains { $0.contains(scalar.value) } || scalar.properties.isEmojiPresentation
    }

    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x18D00...0x18D08, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
        0x20000...0x3FFFD,
    ]
}
