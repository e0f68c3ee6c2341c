import LiveProtocol

/// Whether the user can interrupt at all: how much audio the client sends while the model speaks, and how much
/// otherwise (`docs/metrics.md#speech-and-echo`), for `barge-in-blocked`.
public struct DuplexWatch: Codable, Hashable, Sendable {
    /// The latest stretches of the model's speech that lasted a second or more.
    private var stretches = Ring<Share>(capacity: 8)
    private var pauses = Ring<Share>(capacity: 8)
    private var current = Share()
    private var since: Timestamp?
    private var isSounding = false

    /// How much of a stretch of time had audio, and how much of that audio was audible.
    private struct Share: Codable, Hashable, Sendable {
        var length: Duration = .zero
        var audio: Duration = .zero
        var frames = 0
        var audible = 0
        /// Nothing but zeros.
        var silent = 0
    }

    private static let shortest = Duration.seconds(1)
    private static let enough = 3

    /// Audio of the client came. `isSounding`: the model spoke when it was captured.
    mutating func append(_ duration: Duration, at instant: Timestamp, isSounding: Bool) {
        if isSounding != self.isSounding || since == nil { turn(to: isSounding, at: instant) }
        current.audio += duration
    }

    /// The model began to sound, or stopped, whether the client sends anything or not.
    mutating func follow(isSounding: Bool, at instant: Timestamp) {
        guard since != nil, isSounding != self.isSounding else { return }
        turn(to: isSounding, at: instant)
    }

    mutating func append(level: Double) {
        current.frames += 1
        if level > -70 { current.audible += 1 }
        if level < -110 { current.silent += 1 }
    }

    private mutating func turn(to isSounding: Bool, at instant: Timestamp) {
        if let since {
            current.length = instant - since
            if current.length >= Self.shortest {
                if self.isSounding { stretches.append(current) } else { pauses.append(current) }
            }
        }
        (current, since, self.isSounding) = (Share(), instant, isSounding)
    }

    /// The connection closed.
    mutating func end() { (current, since) = (Share(), nil) }

    /// Audio sent per second of the model's speech, of the latest eight stretches; nil before three.
    public var coverageWhileModelSpeaks: Double? { Self.coverage(stretches) }

    /// The same of the time between.
    public var coverageOtherwise: Double? { Self.coverage(pauses) }

    /// The client sends audio while the model speaks, and all of it is silence, as it is not otherwise: zeros, or less
    /// than the room is otherwise. In a room that is as quiet between the words, that cannot be told, and noise suppression
    /// that makes zeros of every pause is no muting. Nil while it is not known.
    public var isMuted: Bool? {
        guard let speaking = Self.share(stretches, \.audible), let otherwise = Self.share(pauses, \.audible),
            let zeros = Self.share(stretches, \.silent), let zerosOtherwise = Self.share(pauses, \.silent)
        else { return nil }
        // The client mutes when it plays, which is some messages later than the model sounds to livetop.
        return speaking < 0.1 && otherwise > 0.9 || zeros > 0.9 && zerosOtherwise < 0.2
    }

    /// The client withholds its audio while the model speaks, or sends silence instead; nil before three turns.
    public var isHalfDuplex: Bool? {
        guard let coverageWhileModelSpeaks, let coverageOtherwise else { return nil }
        if coverageWhileModelSpeaks < 0.2, coverageOtherwise > 0.8 { return true }
        return isMuted ?? false
    }

    private static func coverage(_ shares: Ring<Share>) -> Double? {
        guard shares.count >= enough else { return nil }
        let length = shares.reduce(Duration.zero) { $0 + $1.length }
        return length > .zero ? shares.reduce(Duration.zero) { $0 + $1.audio }.seconds / length.seconds : nil
    }

    private static func share(_ shares: Ring<Share>, _ part: (Share) -> Int) -> Double? {
        let frames = shares.reduce(0) { $0 + $1.frames }
        guard shares.count >= enough, frames >= 50 else { return nil }
        return Double(shares.reduce(0) { $0 + part($1) }) / Double(frames)
    }
}
