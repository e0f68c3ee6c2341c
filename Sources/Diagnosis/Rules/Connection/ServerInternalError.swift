import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `server-internal-error`: 1011 from the service, or 1008 without any idleness.
    static let serverInternalError = Rule(
        .serverInternalError, .connection, .p1, .error,
        variants: ["tool", "content", "transient", "aborted"],
        title: "the service failed",
        cause: "A fault of the service that it does not explain.",
        fix: """
            Reconnect with the newest handle, with growing pauses (0.5, 1, 2, 4 s); drop the handle after the second \
            such end in a row.
            """,
        source: "googleapis/python-genai#760, #985; google/adk-python#3692, #3918; livekit/agents#2274",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.livekit(.wrongModel), .livekit(.robustly)],
        examples: scripts
    ) { context in
        context.closes(by: .serverInternalError).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            return match(of: end, clock)
        }
    }

    private static func match(of end: ConnectionEnd, _ clock: ConnectionClock) -> RuleMatch {
        let base = RuleMatch.end(end, "The service ended the connection with \(end.words).").cured(by: cure(clock))
        switch end.verdict?.variant {
        case "tool":
            let ago = clock.conduct.toolResponses.last.map { Words.time(end.at - $0.at) } ?? "shortly"
            let size = clock.conduct.lastToolResponseByteCount
            return base.proof(clock.conduct.toolResponses.last, "toolResponse, \(ago) before the end")
                .number("response_bytes", size.map(Double.init))
                .because("It came \(ago) after a toolResponse: the service could not use that result.")
                .cured(by: "Make the result small and flat: strings and numbers, no megabytes. \(cure(clock))")
        case "content":
            return base.proof(clock.conduct.contentsWithAudio.last, "clientContent with audio")
                .because("It followed a clientContent that carries audio.")
                .cured(by: "Send audio as realtimeInput.audio only. \(cure(clock))")
        default:
            return base.proof(clock.conduct.lastUp, "last frame of the client")
                .proof(clock.conduct.serverContent.last, "last content of the service")
        }
    }

    /// Without a handle there is nothing to come back with, or to drop.
    private static func cure(_ clock: ConnectionClock) -> String {
        guard clock.holdings?.hasHandle == false else { return serverInternalError.fix }
        let isAskedFor = clock.setup?.setup.resumption != nil
        return isAskedFor
            ? """
            Reconnect with growing pauses (0.5, 1, 2, 4 s). The service had given this call no resumption handle yet: the \
            next one begins anew.
            """
            : """
            Reconnect with growing pauses (0.5, 1, 2, 4 s). This call had no resumption handle: with sessionResumption in \
            the setup the next one goes on where it was cut.
            """
    }
}

extension RuleID {
    static let serverInternalError: RuleID = "server-internal-error"
}

private let scripts: [Example] = [
    Example("transient") {
        $0.talk(); $0.close(1011, "Internal error encountered.", after: 9)
    } silent: {
        $0.talk(); $0.close(1011, "You exceeded your current quota", after: 9)
    },
    Example("tool") {
        $0.talk(); $0.call(); $0.answer(); $0.close(1011, "Internal error occurred.", after: 0.6)
    } silent: {
        $0.talk(); $0.call(); $0.answer(); $0.exchange(); $0.close(1011, "Internal error occurred.", after: 9)
    },
]
