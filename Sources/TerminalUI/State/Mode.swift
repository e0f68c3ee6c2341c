public import Snapshots

/// What the picture on screen is of. The status line names it on every screen.
public enum Mode: Sendable {
    /// The newest state, as it comes.
    case live
    /// The state of the moment at which the user froze the picture; recording goes on.
    case frozen(FleetSnapshot)
    /// A recording, at a moment of its own. Snapshots then carry the state of that moment.
    case replay(Playback)
}

extension Mode {
    /// As the status line names it: `LIVE`, `FROZEN`, `REPLAY 4×`.
    var words: StyledText {
        switch self {
        case .live: StyledText("LIVE", .good)
        case .frozen: StyledText("FROZEN", .warning)
        case .replay(let playback): playback.words
        }
    }

    var isFrozen: Bool { if case .frozen = self { true } else { false } }

    var playback: Playback? { if case .replay(let playback) = self { playback } else { nil } }
}
