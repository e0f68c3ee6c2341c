public import LiveProtocol

/// What the reason of a close or of a refusal says, for people.
public enum EndReason {
    /// Services wrap messages into errors, and those into messages again.
    private static let depthLimit = 4

    /// The words alone: of a document of JSON its message (`error.message` and its like), also where it stands behind
    /// other words or was cut off in the middle; of a page of HTML its text. Anything else comes back as it is.
    public static func words(_ text: String) -> String {
        let words = message(in: text, depth: 0) ?? text
        return HTMLText.isPage(words) ? HTMLText.plain(words) : words
    }

    /// Nil where there is no JSON with a message in it.
    private static func message(in text: String, depth: Int) -> String? {
        guard depth < depthLimit, let start = text.firstIndex(where: { $0 == "{" || $0 == "[" }) else { return nil }
        let head = text[..<start].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let json = text[start...]
        guard let found = whole(json, depth) ?? cut(json) else { return nil }
        let words = found.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return head.isEmpty || words.isEmpty ? words : head + " " + words
    }

    private static func whole(_ json: Substring, _ depth: Int) -> String? {
        guard let value = try? JSONValue(parsing: Array(json.utf8)) else { return nil }
        return message(in: value, depth)
    }

    private static let names = ["error", "message", "error_description", "detail", "details", "reason", "status"]

    private static func message(in value: JSONValue, _ depth: Int) -> String? {
        guard depth < depthLimit else { return nil }
        switch value {
        case .string(let text):
            guard !text.isEmpty else { return nil }
            return message(in: text, depth: depth + 1) ?? text
        case .array(let elements): return elements.first.flatMap { message(in: $0, depth + 1) }
        case .object:
            // OAuth says a word in `error` and the sentence beside it.
            if value["error"]?.string != nil, let sentence = value["error_description"]?.string { return sentence }
            return names.lazy.compactMap { value[$0].flatMap { message(in: $0, depth + 1) } }.first
        default: return nil
        }
    }

    /// Of a document that ends in the middle: what of its message is there.
    private static func cut(_ json: Substring) -> String? {
        guard let name = json.firstRange(of: "\"message\"") else { return nil }
        let behind = json[name.upperBound...].drop { $0.isWhitespace || $0 == ":" }
        guard behind.first == "\"" else { return nil }
        var text = ""
        var isEscaped = false
        for character in behind.dropFirst() {
            if isEscaped {
                // What is written as a number is not worth the trouble in half a sentence.
                text.append(character == "n" || character == "t" || character == "r" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                return text
            } else {
                text.append(character)
            }
        }
        return text.isEmpty ? nil : text + "…"
    }
}

extension Closure {
    /// Code, reason and what happened besides, in words: what there is of them.
    public var parts: [String] {
        [code?.description, reasonWords, detail.map(EndReason.words)].compactMap(\.self).filter { !$0.isEmpty }
    }

    /// The reason of the close frame in words; with an ellipsis where the frame had no room for more of it.
    public var reasonWords: String? {
        guard let reason else { return nil }
        let words = EndReason.words(reason)
        let isCut = reason.utf8.count == Self.reasonRoom && words == reason && words.last?.isPunctuation == false
        return isCut ? words + "…" : words
    }

    /// Bytes of a reason in a close frame: a control frame has room for 125, two of which are the code (RFC 6455, 5.5).
    private static let reasonRoom = 123

    /// The reason of the close frame in words, else what happened instead of one; empty where there is neither.
    public var words: String {
        reasonWords.flatMap { $0.isEmpty ? nil : $0 } ?? EndReason.words(detail ?? "")
    }
}

extension Refusal {
    /// The reason in words; empty where there is none.
    public var words: String { EndReason.words(reason) }
}
