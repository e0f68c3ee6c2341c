/// What a session is doing, as the screens and `--json` name it.
public enum SessionActivity: String, CaseIterable, Hashable, Sendable {
    /// Before `setupComplete`.
    case connecting
    /// Waiting for the user.
    case listening
    /// The user's turn ended, nothing came yet.
    case thinking
    /// Model output is arriving, or still playing by the playback clock.
    case speaking
    /// A tool call waits for its response.
    case tool
    /// `goAway` was received or a close frame crossed, and the connection is still open.
    case closing
    /// No open connection.
    case closed
}
