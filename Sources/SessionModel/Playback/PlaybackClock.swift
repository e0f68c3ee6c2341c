public import LiveProtocol

/// Follows what the user has heard of the model's speech, assuming that the client plays at once and in real time, and
/// flushes its buffer when interrupted.
///
///     received   ▕█████████████▏
///     played     ▕█████▏····backlog····▕
///                      now         soundsUntil
public struct PlaybackClock: Codable, Hashable, Sendable {
    /// The turn whose audio came last.
    public private(set) var turn = TurnPlayback()
    /// When all that was delivered will have been played; nil before the first audio.
    public private(set) var soundsUntil: Timestamp?
    /// Since when the model has sounded, short underruns included; nil before the first audio.
    public private(set) var soundsSince: Timestamp?
    /// Model audio of the whole session.
    public private(set) var delivered: Duration = .zero
    /// Part of `delivered` that nobody heard.
    public private(set) var discarded: Duration = .zero
    /// Sums over all turns: see `TurnPlayback`.
    public private(set) var underruns = 0
    public private(set) var starved: Duration = .zero

    /// Whose audio is in the buffer.
    private var connection: ConnectionID?
    /// `interrupted` was received: until the turn ends its audio is not played.
    private var isFlushing = false
    private var isTurnOver = true
    /// The model waits for a tool, not the client for audio.
    private var isPauseExpected = false

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .server(.audio(let chunk)): add(chunk.duration ?? .zero, event)
        case .server(.toolCall): isPauseExpected = true
        case .server(.interrupted):
            isFlushing = !isTurnOver
            flush(at: event.at)
        case .server(.turnComplete):
            isTurnOver = true
            isFlushing = false
        case .wire(.closed):
            // After a resumption the buffer holds what the new connection brought.
            guard connection == event.connection else { break }
            isTurnOver = true
            isFlushing = false
            flush(at: event.at)
        default: break
        }
    }

    private mutating func add(_ duration: Duration, _ event: LiveEvent) {
        if isTurnOver { turn = TurnPlayback() }
        isTurnOver = false
        connection = event.connection
        delivered += duration
        if isFlushing {
            turn.discard(duration, at: event.at)
            discarded += duration
            return
        }
        let before = turn
        if turn.firstAudioAt == nil, !isSounding(at: event.at) { soundsSince = event.at }
        turn.add(duration, at: event.at, after: soundsUntil, isExpected: isPauseExpected)
        underruns += turn.underruns - before.underruns
        starved += turn.starved - before.starved
        soundsUntil = turn.endsAt
        isPauseExpected = false
    }

    private mutating func flush(at instant: Timestamp) {
        discarded += backlog(at: instant)
        turn.flush(at: instant)
        if let soundsUntil { self.soundsUntil = min(soundsUntil, instant) }
    }

    /// Audio that comes belongs to a turn that was interrupted: nobody hears it.
    var isFlushingTurn: Bool { isFlushing && !isTurnOver }

    /// Audio came and the turn is not complete.
    var isTurnOpen: Bool { !isTurnOver }

    /// The model sounded at that instant, of the stretch that is playing or played last.
    public func isSounding(at instant: Timestamp) -> Bool {
        guard let soundsSince, let soundsUntil else { return false }
        return soundsSince <= instant && instant < soundsUntil
    }

    /// Speech delivered but not yet played at `now`.
    public func backlog(at now: Timestamp) -> Duration {
        guard let soundsUntil, soundsUntil > now else { return .zero }
        return soundsUntil - now
    }

    /// Speech played by `now`, in the whole session.
    public func heard(at now: Timestamp) -> Duration { delivered - discarded - backlog(at: now) }
}
