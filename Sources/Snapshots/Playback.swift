public import Diagnosis
public import LiveProtocol

/// Where a replay is, and how it goes on.
public struct Playback: Hashable, Sendable {
    public var session: SessionID
    /// Since the session opened, 0 to `length`.
    public private(set) var position: Duration
    public var length: Duration
    /// 1 is the pace of the call; one of `speeds`.
    public private(set) var speed: Double
    public private(set) var isPlaying: Bool
    /// The last frame that has crossed; nil before the first.
    public var connection: ConnectionID?
    public var sequence: Int64?
    /// The recording is being read for the first time: the end is not known yet.
    public var isReading = false
    /// The finding that was gone to last, until something else is gone to.
    public var finding: Finding.Key?
    /// Where turns began, oldest first; empty until the recording has been read.
    public var turns: [Duration] = []
    /// Where findings were first to be seen, oldest first; empty until then.
    public var findings: [Mark] = []

    /// Something worth seeing on the way.
    public struct Mark: Hashable, Sendable {
        /// Since the session opened.
        public var at: Duration
        public var severity: Severity

        public init(at: Duration, severity: Severity) {
            self.at = at
            self.severity = severity
        }
    }

    public init(
        session: SessionID, position: Duration = .zero, length: Duration, speed: Double = 1, isPlaying: Bool = true
    ) {
        self.session = session
        self.length = max(length, .zero)
        self.position = max(.zero, min(position, max(length, .zero)))
        self.speed = Self.nearest(to: speed)
        self.isPlaying = isPlaying
    }

    /// Slowest first.
    public static let speeds: [Double] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 50]

    private static func nearest(to speed: Double) -> Double {
        guard speed.isFinite else { return 1 }
        return speeds.min { abs($0 - speed) < abs($1 - speed) } ?? 1
    }

    public mutating func move(to position: Duration) {
        self.position = max(.zero, min(position, length))
        finding = nil
    }

    /// Moves as far as the call went in `elapsed` at this speed, and stops at the end.
    public mutating func advance(by elapsed: Duration) {
        guard isPlaying, elapsed > .zero else { return }
        position = min(length, position + elapsed * speed)
        if position == length { isPlaying = false }
    }

    /// At the end, playing begins again.
    public mutating func togglePlaying() {
        if !isPlaying, position == length { move(to: .zero) }
        isPlaying.toggle()
    }

    public mutating func pause() { isPlaying = false }

    public mutating func faster() { speed = Self.speeds.first { $0 > speed } ?? speed }
    public mutating func slower() { speed = Self.speeds.last { $0 < speed } ?? speed }
}

/// What the user wants of a replay.
public enum PlaybackCommand: Hashable, Sendable {
    case togglePlaying
    case faster, slower
    /// To a time since the session opened.
    case seek(Duration)
    /// To where the turn of that number began.
    case seekTurn(Int)
    /// By a stretch of time, backwards if negative.
    case skip(Duration)
    /// By so many frames, turns or findings, backwards if negative.
    case stepFrames(Int)
    case stepTurns(Int)
    case stepFindings(Int)
}
