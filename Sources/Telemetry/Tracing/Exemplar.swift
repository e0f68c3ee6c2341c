public import LiveProtocol

/// One observation of a histogram that can be looked up: where it is to be found in the traces.
public struct Exemplar: Hashable, Sendable {
    public var trace: TraceID
    /// Nil where nobody exports it.
    public var span: SpanID?
    public var value: Double
    public var at: Timestamp
}
