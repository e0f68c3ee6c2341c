import LiveProtocol

/// Text that somebody else chose: the wire, a file, a database, another process.
///
/// It can hold what drives a terminal, forges a line or reorders one. Whoever prints it gets it cleaned, because that is
/// what its description is; `raw` is for formats that escape what they hold, and for comparing.
public struct ForeignText: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    ExpressibleByStringLiteral
{
    /// As it came. Never print it.
    public let raw: String

    public init(_ raw: String) { self.raw = raw }

    public init(stringLiteral value: String) { raw = value }

    /// On one line, without what could drive a terminal.
    public var clean: String { Self.clean(raw) }

    public var description: String { clean }

    public var debugDescription: String { clean }

    /// `text` on one line: line ends and tabs become spaces, other control characters their pictures (`␛`) or U+FFFD;
    /// what only reorders, joins or hides (bidirectional controls, zero width, variation selectors) is left out, and
    /// what a terminal may not know (unassigned, private use) becomes U+FFFD.
    public static func clean(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.compactMap(shown)))
    }

    /// A text of ours that may quote others, just before it is printed: its lines and tabs stay, and so does all that
    /// drives nothing.
    public static func cleanLines(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }) { return text }
        guard text.unicodeScalars.contains(where: { $0.drivesTerminals && $0 != "\n" && $0 != "\t" }) else {
            return text
        }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !scalar.drivesTerminals || scalar == "\n" || scalar == "\t" {
                kept.append(scalar)
            } else if let shown = shown(scalar), shown != " " {
                kept.append(shown)
            } else {
                kept.append("\u{FFFD}")
            }
        }
        return String(kept)
    }

    /// `text` without what drives a terminal or reorders a line, for formats that have no escape for it.
    public static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.drivesTerminals) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.drivesTerminals }))
    }

    /// What is shown for a scalar; nil for what is left out.
    public static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x20..<0x7F: return scalar
        case 0x09, 0x0A, 0x0D: return " "
        // Each control character has a picture of its own.
        case ..<0x20: return Unicode.Scalar(0x2400 | scalar.value)
        case 0x7F: return "\u{2421}"
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return nil
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .format, .surrogate: nil
        case .lineSeparator, .paragraphSeparator: " "
        case .control, .unassigned, .privateUse: "\u{FFFD}"
        default: scalar
        }
    }
}
