import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `setup-protocol-order`: setup not first, not only once, or data before it was acknowledged.
    static let setupProtocolOrder = Rule(
        .setupProtocolOrder, .setup, .p1, .error,
        variants: ["data-before-setup", "second-setup", "data-before-ack"],
        title: "setup not first, or not only once",
        cause: "A connection has exactly one setup; everything else waits for setupComplete.",
        fix: """
            Send one setup per socket and hold back media until setupComplete. To change the configuration, reconnect \
            with the resumption handle.
            """,
        source: "BerriAI/litellm#31494; pipecat-ai/pipecat#4171; F18",
        traits: [.needsNoTimes, .endsConnection],
        explains: [.handshakeFailed],
        closes: [
            CloseReason(1007, says: "setup must be the first message and only the first") {
                seen($0.clock.conduct) ?? "data-before-ack"
            }
        ],
        examples: scripts
    ) { context in
        context.connections.filter(\.isLive).compactMap { clock in
            let end = context.end(of: clock.id)
            return match(clock, end?.verdict?.rule == .setupProtocolOrder ? end : nil, context)
        }
    }

    private static func match(_ clock: ConnectionClock, _ end: ConnectionEnd?, _ context: RuleContext) -> RuleMatch? {
        let conduct = clock.conduct
        let variant = end?.verdict?.variant ?? seen(conduct)
        switch variant {
        case "data-before-setup":
            return match(conduct.beforeSetup, "message", "before the setup", variant, clock, end)
        case "second-setup":
            var again = conduct.setups
            again = conduct.setups.count > 1 ? again : Occurrences()
            return match(again, "setup", "on one connection", variant, clock, end)
        case "data-before-ack":
            return match(conduct.beforeComplete, "message", "before setupComplete", variant, clock, end)
        default: return nil
        }
    }

    private static func seen(_ conduct: ConnectionConduct) -> String? {
        if !conduct.beforeSetup.isEmpty { return "data-before-setup" }
        if conduct.setups.count > 1 { return "second-setup" }
        return conduct.beforeComplete.isEmpty ? nil : "data-before-ack"
    }

    private static func match(
        _ occurrences: Occurrences, _ noun: String, _ place: String, _ variant: String?, _ clock: ConnectionClock,
        _ end: ConnectionEnd?
    ) -> RuleMatch {
        let what = "\(Words.count(occurrences.count, noun)) \(place)"
        if let end {
            return RuleMatch.end(end, "\(what), then \(end.words).", from: occurrences.first?.at)
                .proof(occurrences.last, what).number("messages", occurrences.count)
        }
        return RuleMatch(
            "The client sent \(what).", variant: variant, .warning, from: occurrences.first?.at ?? clock.openedAt,
            to: occurrences.last?.at, on: clock.id
        )
        .proof(occurrences.first, what).number("messages", occurrences.count)
    }
}

extension RuleID {
    static let setupProtocolOrder: RuleID = "setup-protocol-order"
}

private let scripts: [Example] = [
    Example("second-setup") {
        $0.talk(); $0.begin(isAccepted: false); $0.close(1007, invalidArgument, after: 0.1)
    } silent: {
        $0.talk(); $0.close(1007, invalidArgument, after: 0.1)
    },
    Example("data-before-setup", .warning) {
        $0.text("Hello"); $0.talk()
    } silent: {
        $0.talk()
    },
    Example("data-before-ack", .warning) {
        $0.begin(isAccepted: false); $0.audio(seconds: 0.2); $0.server(#"{"setupComplete":{}}"#)
    } silent: {
        $0.begin(); $0.audio(seconds: 0.2)
    },
]

private let invalidArgument = "Request contains an invalid argument."
