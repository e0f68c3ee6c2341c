public import LiveProtocol

/// Follows what the user has heard of the model's speech, assuming that the client plays at once and in real time, and
/// flushes its buffer when interrupted.
public struct PlaybackClock: Hashable, Sendable {
    private var bufferedUntil: Timestamp?

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .server(.audio(let chunk)):
            bufferedUntil = max(bufferedUntil ?? event.at, event.at) + (chunk.duration ?? .zero)
        case .server(.interrupted), .wire(.closed): bufferedUntil = event.at
        default: break
        }
    }

    /// Speech delivered but not yet played at `now`.
    public func backlog(at now: Timestamp) -> Duration {
        guard let bufferedUntil, bufferedUntil > now else { return .zero }
        return bufferedUntil - now
    }
}
