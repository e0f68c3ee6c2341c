import LiveProtocol

/// The model's audio as a signal.
public struct OutputAudio: Hashable, Sendable {
    /// Where in the model's audio since the last turn boundary the first audible sample stands (20 ms frames above
    /// -50 dBFS); nil while all of it was silence.
    public private(set) var leadingSilence: Duration?

    public init() {}

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {}
}
