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
        guard text.unicodeScalars.contains(where: { isHarmful($0) && $0 != "\n" && $0 != "\t" }) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !isHarmful(scalar) || scalar == "\n" || scalar == "\t" {
                kept.append(scalar)
            } else if let shown = shown(scalar), shown != " " {
                kept.append(shown)
            } else {
                kept.append("\u{FFFD}")
            }
        }
        return String(kept)
    }

    /// It drives a terminal or reorders a line: control characters of both sets, line separators, bidirectional
    /// controls.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// A JSON text in which nothing drives a terminal: what is harmful outside of ASCII, and DEL, becomes an escape. It
    /// can stand in strings only, so the text means the same.
    public static func escaped(json: [UInt8]) -> [UInt8] {
        // Most texts are ASCII.
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        let text = String(decoding: json, as: UTF8.self)
        guard text.unicodeScalars.contains(where: { $0.value >= 0x7F && isHarmful($0) }) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count + 16)
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x7F, isHarmful(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)".utf8
            } else {
                result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        return result
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
