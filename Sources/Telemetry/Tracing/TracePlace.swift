internal import LiveProtocol
internal import SessionModel

/// Where in the traces of a back-end something belongs that happened on a connection.
public struct TracePlace: Hashable, Sendable {
    public var trace: TraceID
    /// The span of the client's program; nil where it names none.
    public var parent: SpanID?
    /// False where the client said that it does not keep its own spans.
    public var isSampled = true

    /// By what the connection's upgrade request says; where it says nothing, by the first of the session; where that says
    /// nothing either, in a trace of the session's own.
    ///
    /// - Parameter identity: names such traces; nil for none: nobody exports them.
    init?(of connection: ConnectionID?, in session: SessionState, _ identity: TraceIdentity?) {
        let clocks = session.connections
        let own = clocks.last { $0.id == connection }?.traceParent
        if let parent = own ?? clocks.first?.traceParent {
            (trace, self.parent, isSampled) = (parent.trace, parent.span, parent.isSampled)
        } else if let identity {
            trace = identity.trace(of: session.id)
        } else {
            return nil
        }
    }
}

extension ConnectionClock {
    fileprivate var traceParent: TraceParent? { opening?.header("traceparent").flatMap(TraceParent.init(_:)) }
}
