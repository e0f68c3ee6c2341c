/// What the header `traceparent` of a client says: the span of its program that the call belongs to.
///
/// W3C Trace Context, level 1: `00-TRACE-SPAN-FLAGS`. A later version may add fields behind the flags; version ff is none.
public struct TraceParent: Hashable, Sendable {
    public var trace: TraceID
    public var span: SpanID
    /// The client keeps its own spans of this trace. Where it does not, nobody wants ours.
    public var isSampled: Bool

    /// Nil for what is no such header: it is then as if there were none.
    public init?(_ header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.byte(parts[0]) != nil, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            let trace = TraceID(parts[1]), let span = SpanID(parts[2]), let flags = Self.byte(parts[3])
        else { return nil }
        self.trace = trace
        self.span = span
        isSampled = flags & 1 != 0
    }

    private static func byte(_ text: Substring) -> UInt8? {
        guard text.utf8.count == 2, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
        return UInt8(text, radix: 16)
    }
}
