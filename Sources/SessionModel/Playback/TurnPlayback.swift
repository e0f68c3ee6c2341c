public import LiveProtocol

/// How the audio of one turn came and what was heard of it, if the client plays at once and in real time.
public struct TurnPlayback: Codable, Hashable, Sendable {
    public var firstAudioAt: Timestamp?
    public var lastAudioAt: Timestamp?
    /// All audio of the turn.
    public var delivered: Duration = .zero
    /// Part of `delivered` that nobody heard: unplayed at `interrupted`, or came after it.
    public var discarded: Duration = .zero
    /// When the last of it has been played; nil without audio.
    public var endsAt: Timestamp?
    /// Times that the next audio came more than 100 ms after the last was played. The first 300 ms do not count, nor
    /// does waiting for a tool.
    public var underruns = 0
    /// Silence that audio which came too late put into the turn, short ones included.
    public var starved: Duration = .zero
    /// The most that was delivered and not yet played at one instant.
    public var maxBacklog: Duration = .zero

    static let audibleGap = Duration.milliseconds(100)
    /// The first message is often shorter than the time to the second one.
    static let startOfTurn = Duration.milliseconds(300)

    public init() {}

    /// Delivered and not yet played at `now`.
    public func backlog(at now: Timestamp) -> Duration {
        guard let endsAt, endsAt > now else { return .zero }
        // What stands in the queue before this turn is another turn's.
        return min(endsAt - now, delivered - discarded)
    }

    /// Played by `now`.
    public func heard(at now: Timestamp) -> Duration { delivered - discarded - backlog(at: now) }

    /// Played by `now`, of all that was delivered; nil without audio.
    public func heardRatio(at now: Timestamp) -> Double? {
        delivered > .zero ? heard(at: now).seconds / delivered.seconds : nil
    }

    /// Audio received ÷ the time it took to come; nil for audio that came at once.
    public var realTimeFactor: Double? {
        guard let firstAudioAt, let lastAudioAt, lastAudioAt > firstAudioAt else { return nil }
        return delivered.seconds / (lastAudioAt - firstAudioAt).seconds
    }
}

extension TurnPlayback {
    /// - Parameter queueEnd: when what came before will have been played.
    mutating func add(_ duration: Duration, at instant: Timestamp, after queueEnd: Timestamp?, isExpected: Bool) {
        if let endsAt, let firstAudioAt, instant > endsAt, !isExpected, instant - firstAudioAt > Self.startOfTurn {
            starved += instant - endsAt
            if instant - endsAt > Self.audibleGap { underruns += 1 }
        }
        note(duration, at: instant)
        let end = max(queueEnd ?? instant, instant) + duration
        endsAt = end
        maxBacklog = max(maxBacklog, end - instant)
    }

    /// Audio that came after `interrupted`: a client does not play it.
    mutating func discard(_ duration: Duration, at instant: Timestamp) {
        note(duration, at: instant)
        discarded += duration
    }

    /// `interrupted`: what was not played is dropped.
    mutating func flush(at instant: Timestamp) {
        discarded += backlog(at: instant)
        if let endsAt { self.endsAt = min(endsAt, instant) }
    }

    private mutating func note(_ duration: Duration, at instant: Timestamp) {
        if firstAudioAt == nil { firstAudioAt = instant }
        lastAudioAt = instant
        delivered += duration
    }
}
