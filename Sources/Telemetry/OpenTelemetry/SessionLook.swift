internal import Diagnosis
internal import LiveProtocol
internal import SessionModel

/// One look at one session: what spans and log records have in common.
struct SessionLook {
    let state: SessionState
    let options: CallTelemetry.Options
    let now: Timestamp
    /// Nobody will look again.
    let isLast: Bool

    init(_ state: SessionState, _ options: CallTelemetry.Options, _ now: Timestamp, isLast: Bool) {
        (self.state, self.options, self.now, self.isLast) = (state, options, now, isLast)
    }

    func place(of connection: ConnectionID?) -> TracePlace? { TracePlace(of: connection, in: state, options.identity) }

    func clock(of connection: ConnectionID?) -> ConnectionClock? {
        state.connections.last { $0.id == connection } ?? state.connection
    }

    /// Said of everything that happened on a connection.
    func identity(of connection: ConnectionID?, _ operation: String?) -> OTLPAttributes {
        let opening = clock(of: connection)?.opening
        let server = opening.flatMap { ServerPlace($0.upstream) }
        var attributes = OTLPAttributes()
        attributes.add(SemanticNames.operation, operation)
        attributes.add(SemanticNames.provider, opening?.endpoint.surface.provider)
        attributes.add(SemanticNames.requestModel, state.setup?.model)
        attributes.add(SemanticNames.session, state.id.description)
        attributes.add(SemanticNames.serverAddress, server?.host)
        attributes.add(SemanticNames.serverPort, server?.port)
        attributes.add(SemanticNames.tag, state.tag)
        return attributes
    }

    /// Long enough ago that nothing more will become known of it.
    func isSettled(_ end: Timestamp) -> Bool { isLast || !state.isOpen || now - end >= CallTelemetry.patience }

    /// Whether something is over and not told yet.
    func isWaiting(_ cursor: SessionCursor) -> Bool {
        if options.wantsLogs, !cursor.isStarted { return true }
        guard options.wantsSpans else { return false }
        if (state.turns.recent.last?.index ?? 0) > cursor.turn { return true }
        if let last = state.utterances.recent.last, cursor.speech.map({ last.onset > $0 }) ?? true {
            return options.conventions.knowsSpeech
        }
        return state.tools.recent.contains { !cursor.tools.contains(ToolCallKey($0)) && $0.outcome != .unknown }
    }
}

extension Endpoint.Surface {
    fileprivate var provider: String {
        switch self {
        case .geminiAPI: "gcp.gemini"
        case .vertex: "gcp.vertex_ai"
        case .unknown: "gcp.gen_ai"
        }
    }
}

/// Host and port of `https://host:port`.
private struct ServerPlace {
    var host: String
    var port: Int64

    init?(_ url: String) {
        let parts = url.split(separator: "://", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let authority = parts[1].prefix { $0 != "/" }
        let digits = authority.reversed().prefix { $0.isASCII && $0.isNumber }
        let rest = authority.dropLast(digits.count)
        let hasPort = rest.hasSuffix(":") && !digits.isEmpty
        host = String(hasPort ? rest.dropLast() : authority)
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        let usual: Int64 = parts[0] == "http" || parts[0] == "ws" ? 80 : 443
        port = hasPort ? Int64(String(digits.reversed())) ?? usual : usual
    }
}
