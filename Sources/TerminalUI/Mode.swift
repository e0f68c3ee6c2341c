public import LiveProtocol

/// What the picture on screen is of. The status line names it on every screen.
public enum Mode: Sendable {
    /// The newest state, as it comes.
    case live
    /// The state of the moment at which the user froze the picture; recording goes on.
    case frozen(DashboardSnapshot)
    /// A recording, at a moment of its own. Snapshots then carry the state of that moment.
    case replay(Playback)
}

/// Where a replay is.
public struct Playback: Hashable, Sendable {
    public var session: SessionID
    /// Since the session opened, 0 to `length`.
    public var position: Duration
    public var length: Duration
    /// 1 is the pace of the call.
    public var speed: Double
    public var isPlaying: Bool

    public init(
        session: SessionID, position: Duration = .zero, length: Duration, speed: Double = 1, isPlaying: Bool = true
    ) {
        self.session = session
        self.position = position
        self.length = length
        self.speed = speed
        self.isPlaying = isPlaying
    }
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

extension Playback {
    fileprivate var words: StyledText {
        let place = "\(Format.clock(position)) of \(Format.clock(length))" + (isPlaying ? "" : ", paused")
        return StyledText("REPLAY \(pace)×", .accent) + StyledText("  " + place, .faint)
    }

    /// `4`, `0.5`: no decimals that say nothing.
    private var pace: String {
        let hundredths = Int64(clamping: (speed * 100).rounded())
        if hundredths.isMultiple(of: 100) { return "\(hundredths / 100)" }
        let digits = "\(hundredths % 100)"
        let fraction = digits.count == 1 ? "0" + digits : digits
        return "\(hundredths / 100)." + (fraction.hasSuffix("0") ? String(fraction.dropLast()) : fraction)
    }
}
