public import LiveProtocol

/// Barge-ins: speech over the model → `interrupted` → silence.
public struct InterruptionTracker: Hashable, Sendable {
    /// The latest 100.
    public private(set) var recent = Ring<Interruption>(capacity: 100)

    public init() {}

    /// - Parameter playback: as it was before the event.
    mutating func apply(
        _ event: LiveEvent, input: InputAudio, playback: PlaybackClock, _ metrics: inout MetricLog
    ) {}
}

/// One `interrupted`, and what led to it.
public struct Interruption: Hashable, Sendable {
    /// When `interrupted` crossed.
    public var at: Timestamp
}
