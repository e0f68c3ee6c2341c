/// Whether what identifies people and customers is masked on screen: tags, words, hosts, paths. Numbers, states and
/// close codes stay, so that a masked screen can be shown and still be discussed.
public enum Privacy: Hashable, Sendable {
    case off
    case on

    /// The mask has one length, so that it does not give away the length of what it hides.
    func masked(_ text: String) -> String { self == .on && !text.isEmpty ? "••••••" : text }

    /// A sentence of our own: only what it quotes is masked, since only that came over the wire.
    func maskedQuotes(_ sentence: String) -> String {
        guard self == .on else { return sentence }
        var (result, rest) = ("", sentence[...])
        while let opening = rest.firstIndex(where: { $0 == "\"" || $0 == "‘" }) {
            let inner = rest[rest.index(after: opening)...]
            let end = rest[opening] == "‘" ? Self.end(of: inner) : inner.firstIndex(of: "\"")
            result += rest[...opening] + masked(String(inner[..<(end ?? inner.endIndex)]))
            rest = end.map { inner[$0...] } ?? ""
            if let closing = rest.popFirst() { result.append(closing) }
        }
        return result + rest
    }

    /// What is quoted may hold the sign that ends a quotation: the last one before the next quotation ends it.
    private static func end(of quoted: Substring) -> String.Index? {
        quoted.prefix { $0 != "‘" }.lastIndex(of: "’")
    }
}
