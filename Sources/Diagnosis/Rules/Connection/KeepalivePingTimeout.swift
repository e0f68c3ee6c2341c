import LiveProtocol
import SessionModel

extension Rule {
    /// `keepalive-ping-timeout`: the client's own watchdog ended the call.
    static let keepalivePingTimeout = Rule(
        .keepalivePingTimeout, .connection, .p1, .error,
        title: "the client's keepalive gave up",
        cause: """
            The client's library got no pong in time (20 s by default in Python) and closed. Usually its event loop is \
            blocked by audio work and reads the pong late; sometimes the service's pongs are slow.
            """,
        fix: """
            Move audio processing off the event loop. Set ping_timeout to 60 s or more, or turn the library's pings \
            off and watch the conversation instead.
            """,
        source: "aicc2025/sip-to-ai#14; googleapis/python-genai#2935, #651",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        thresholds: [.pongOverdue],
        examples: scripts
    ) { context in
        context.closes(by: .keepalivePingTimeout).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            let ping = clock.conduct.pings.openClientPing
            let trips = clock.conduct.pings.upstream.map(\.duration.milliseconds).sorted()
            let median = trips.isEmpty ? nil : trips[trips.count / 2]
            return RuleMatch.end(end, "The client closed with \(end.words): no pong in time.", from: ping?.at)
                .proof(ping, "ping of the client, never answered")
                .proof(clock.conduct.lastDown, "last frame of the service")
                .number("unanswered_s", ping.map { (end.at - $0.at).seconds })
                .number("round_trip_ms", median)
        }
    }
}

extension RuleID {
    static let keepalivePingTimeout: RuleID = "keepalive-ping-timeout"
}

extension Threshold {
    static let pongOverdue = Threshold(
        "pong_overdue_s", 15, "a client that leaves while its ping is unanswered for so long has given up")
}

private let scripts: [Example] = [
    Example {
        $0.talk(); $0.control(.clientToServer, .ping)
        $0.close(1011, "keepalive ping timeout", by: .client, after: 20)
    } silent: {
        $0.talk(); $0.control(.clientToServer, .ping); $0.control(.serverToClient, .pong, after: 0.02)
        $0.close(1000, by: .client, after: 20)
    }
]
