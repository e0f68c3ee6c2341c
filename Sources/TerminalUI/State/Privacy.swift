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
        let parts = sentence.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0 % 2 == 1 ? masked(String($1)) : String($1) }.joined(separator: "\"")
    }
}
