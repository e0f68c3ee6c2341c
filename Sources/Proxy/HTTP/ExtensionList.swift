/// What `Sec-WebSocket-Extensions` says (RFC 6455 §9.1): extensions in the order of the wire, each with its parameters.
struct ExtensionList: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        /// As it was sent, without blanks around it: `permessage-deflate; client_max_window_bits`.
        var text: String
        /// Before the first semicolon, in lower case.
        var name: String
    }

    let members: [Member]

    /// - Parameter values: those of all the header's lines.
    init(_ values: [String]) {
        members = values.flatMap { Self.split($0, at: ",") }.compactMap { text in
            guard let name = Self.split(text, at: ";").first, !name.isEmpty else { return nil }
            return Member(text: text, name: name.lowercased())
        }
    }

    /// The extension that is passed on, because livetop can read what it makes of messages (RFC 7692).
    static let compression = "permessage-deflate"

    /// Splits outside of quoted strings, and takes blanks off the parts.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == separator, !isQuoted {
                parts.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
            parts[parts.count - 1].append(character == "\t" && !isQuoted ? " " : character)
        }
        return parts.map(\.trimmed).filter { !$0.isEmpty }
    }
}
