public import LiveProtocol

/// All sessions of this process or of a recording, joined from connections by resumption handle.
public struct Fleet: Sendable {
    /// Oldest first.
    public var sessions: [SessionState] { [] }

    public init(models: ModelTable = .builtIn) {}

    public mutating func apply(_ event: LiveEvent) {}

    public subscript(id: SessionID) -> SessionState? { nil }

    public func session(of connection: ConnectionID) -> SessionID? { nil }

    public func summaries(at now: Timestamp) -> [SessionSummary] { [] }

    /// Connections that turned out to continue an older session, since the last call.
    public mutating func takeJoins() -> [Join] { [] }

    public struct Join: Hashable, Sendable {
        public var connection: ConnectionID
        public var session: SessionID
    }
}
