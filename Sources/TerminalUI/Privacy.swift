/// Whether what identifies people and customers is masked on screen: tags, words, hosts, paths. Numbers, states and
/// close codes stay, so that a masked screen can be shown and still be discussed.
public enum Privacy: Hashable, Sendable {
    case off
    case on

    /// The mask has one length, so that it does not give away the length of what it hides.
    func masked(_ text: String) -> String { self == .on && !text.isEmpty ? "••••••" : text }
}
