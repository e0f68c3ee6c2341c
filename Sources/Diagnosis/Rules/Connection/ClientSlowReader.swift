import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `client-slow-reader`: the client does not take what the service sends.
    static let clientSlowReader = Rule(
        .clientSlowReader, .connection, .p1, .error, variants: ["backpressure", "oversize", "no-receive-loop"],
        title: "the client does not read",
        cause: "The client's socket is full: its receive loop is blocked by playback, or has ended after a turn.",
        fix:
            "Read in a task of its own and never wait for playback in it. The SDK's receive() yields one turn: call it again.",
        source: "googleapis/python-genai#1224; websockets defaults (1 MiB per message)",
        thresholds: [.slowReader],
        explains: [.keepalivePingTimeout, .networkUnstable],
        examples: scripts
    ) { context in
        context.closes(by: .clientSlowReader).map { oversize($0) }
            + context.connections.compactMap { paused($0, context) }
    }

    private static func oversize(_ end: ConnectionEnd) -> RuleMatch {
        RuleMatch.end(end, "The client refused a message as too big: \(end.words).")
            .because("Many libraries take 1 MiB per message by default; audio and tool calls can be larger.")
            .cured(by: "Raise the maximum message size of the client's WebSocket (max_size in Python).")
    }

    private static func paused(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        let pauses = clock.conduct.clientPauses
        let current = pauses.since.map { context.now - $0 } ?? .zero
        let longest = max(current, pauses.longest)
        guard longest >= context.thresholds.seconds(.slowReader),
            let since = current >= pauses.longest ? pauses.since : pauses.longestSince
        else { return nil }
        let ended = clock.conduct.turnCompletes.last.map { $0.at <= since && since - $0.at < .seconds(2) } ?? false
        let isStuck = pauses.since != nil && ended && current >= .seconds(10)
        return RuleMatch(
            isStuck
                ? "The client has not read for \(Words.time(current)), since a turn was complete."
                : "The client took nothing for \(Words.time(longest)) while the service was sending.",
            variant: isStuck ? "no-receive-loop" : "backpressure", longest >= .seconds(10) ? .error : .warning,
            from: since, to: since + longest, on: clock.id
        )
        .proof(at: since, "livetop stopped reading from the service: the client's socket was full")
        .number("longest_s", longest.seconds).number("pauses", pauses.count + (pauses.since == nil ? 0 : 1))
    }
}

extension RuleID {
    static let clientSlowReader: RuleID = "client-slow-reader"
}

extension Threshold {
    static let slowReader = Threshold("slow_reader_s", 2, "a client that takes nothing for so long does not read")
}

private let scripts: [Example] = [
    Example("backpressure", .warning) {
        $0.talk(); $0.append(.paused(.serverToClient)); $0.append(.resumed(.serverToClient), after: 4)
    } silent: {
        $0.talk(); $0.append(.paused(.serverToClient)); $0.append(.resumed(.serverToClient), after: 1)
    },
    Example("oversize") {
        $0.talk(); $0.close(1009, "message too big", by: .client)
    } silent: {
        $0.talk(); $0.close(1001, by: .client)
    },
]
