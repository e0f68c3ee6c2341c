import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `half-open-connection`: the path is dead and both ends think it is alive.
    static let halfOpenConnection = Rule(
        .halfOpenConnection, .connection, .p2, .error,
        title: "dead path, open socket",
        cause: "Nothing comes from the service, not even a pong, and nobody has closed.",
        fix: """
            Close the old socket before resuming: while the service believes in it, it refuses the handle with 1011. \
            Then reconnect after 1, 2, 4 s.
            """,
        source: "F3 (40 of 40 resumptions refused until the old socket was closed)",
        traits: [.endsConnection],
        thresholds: [.halfOpen],
        explains: [.unexpectedDrop, .sessionGoneSilent, .speechUnanswered, .networkUnstable],
        covers: [.troubleshooting(.unstableInternet), .troubleshooting(.socketInterrupted)],
        examples: scripts
    ) { context in
        context.closes(by: .halfOpenConnection).compactMap { end in
            context.clock(end.connection).flatMap { match($0, until: end.at, context) }
        } + context.connections.compactMap { $0.isOpen ? match($0, until: context.now, context) : nil }
    }

    private static func match(_ clock: ConnectionClock, until: Timestamp, _ context: RuleContext) -> RuleMatch? {
        guard let ping = clock.conduct.pings.openClientPing else { return nil }
        let last = clock.conduct.lastDown?.at ?? ping.at
        let silence = until - max(last, ping.at)
        guard silence >= context.thresholds.seconds(.halfOpen),
            clock.conduct.lastUp.map({ $0.at > ping.at }) ?? false, clock.conduct.clientPauses.since == nil
        else { return nil }
        return RuleMatch(
            "No pong and no frame of the service for \(Words.time(silence)), while the client went on sending.",
            from: ping.at, to: until, on: clock.id
        )
        .proof(clock.conduct.lastDown, "last frame of the service").proof(ping, "ping without a pong")
        .proof(clock.conduct.lastUp, "last frame of the client").number("silence_s", silence.seconds)
    }
}

extension RuleID {
    static let halfOpenConnection: RuleID = "half-open-connection"
}

extension Threshold {
    static let halfOpen = Threshold("half_open_s", 10, "neither pong nor frame for so long: the path is dead")
}

private let scripts: [Example] = [
    Example(after: 1) {
        $0.talk(); $0.control(.clientToServer, .ping); $0.audio(seconds: 11)
    } silent: {
        $0.talk(); $0.control(.clientToServer, .ping); $0.audio(seconds: 5)
        $0.control(.serverToClient, .pong); $0.audio(seconds: 6)
    },
    Example {
        $0.talk(); $0.control(.clientToServer, .ping); $0.audio(seconds: 20)
        $0.close(1011, "keepalive ping timeout", by: .client)
    } silent: {
        // An event loop that stands still sends nothing either.
        $0.talk(); $0.control(.clientToServer, .ping)
        $0.close(1011, "keepalive ping timeout", by: .client, after: 20)
    },
]
