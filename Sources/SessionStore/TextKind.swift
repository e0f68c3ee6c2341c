/// Whose words a found text is.
public enum TextKind: String, CaseIterable, Hashable, Sendable {
    /// Spoken (its transcript) or written by the user.
    case user
    case model
    case thought
    /// A message as it crossed, without its media: setup, tool calls and their responses, goAway, unknown ones.
    case json
    /// The reason with which a connection closed or was refused.
    case closing
}
