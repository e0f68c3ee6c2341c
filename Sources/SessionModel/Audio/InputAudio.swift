public import LiveProtocol

/// The user's audio as it reached livetop: its pace, its level, and the speech in it.
public struct InputAudio: Hashable, Sendable {
    /// Speech that has ended, the latest 100.
    public private(set) var speech = Ring<SpeechSegment>(capacity: 100)
    /// Speech that goes on. It appears once three of five frames of 20 ms were loud, with its onset in the past.
    public private(set) var currentSpeech: SpeechSegment?

    public init() {}

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {}

    /// When the input sample at `offset` from the beginning of the session's input audio arrived at livetop. Nil when
    /// it is older than what is remembered, or has not come.
    public func arrival(of offset: Duration) -> Timestamp? { nil }
}
