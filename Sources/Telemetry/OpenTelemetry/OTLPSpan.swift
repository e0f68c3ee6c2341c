public import LiveProtocol

/// One span as it is sent.
public struct OTLPSpan: Hashable, Sendable {
    public var trace: TraceID
    public var id: SpanID
    /// The span it belongs below; nil at the root of its trace.
    public var parent: SpanID?
    /// The parent is a span of the client's program.
    public var isParentRemote = false
    public var name: String
    public var kind: Kind
    public var start: Timestamp
    public var end: Timestamp
    public var attributes: [OTLPAttribute]
    /// What went wrong, in a word; nil where nothing did.
    public var error: String?

    /// By their numbers on the wire.
    public enum Kind: UInt64, CaseIterable, Hashable, Sendable {
        case `internal` = 1
        case client = 3
    }

    /// W3C flags: sampled, and whether the parent is remote, which is known.
    var flags: UInt32 { 0x101 | (isParentRemote ? 0x200 : 0) }
}
