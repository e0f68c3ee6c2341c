import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `idle-input-abort`: the service ends a session that receives no input.
    static let idleInputAbort = Rule(
        .idleInputAbort, .connection, .p1, .error,
        title: "ended because no input came",
        cause: """
            A muted microphone, push-to-talk, a wake word or a text mode stopped the upstream. About 150 s after the \
            last input the service closes with 1008; meanwhile it issues no new resumption handles either.
            """,
        fix: """
            Keep the session fed: 100 ms of zero PCM every 5 to 20 s costs next to nothing. Or send audioStreamEnd, \
            close, and resume when the user is back.
            """,
        source: "field notes F6, F11; autonomous-ai/autonomous-os#238",
        traits: [.endsConnection],
        thresholds: [.idleObserved, .idlePredicted, .idleLimit],
        explains: [.noResumptionConfigured, .modelWaitsForUser],
        examples: scripts
    ) { context in
        context.closes(by: .idleInputAbort).compactMap { observed($0, context) }
            + context.connections.compactMap { predicted($0, context) }
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let since = lastInput(of: clock)
        let idle = end.at - since
        return RuleMatch.end(end, "No client input for \(Words.time(idle)), then \(end.words).", from: since)
            .proof(clock.conduct.input.last, "last input of the client")
            .number("idle_s", idle.seconds)
            .unsure(if: !(140...200).contains(idle.seconds))
    }

    private static func predicted(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard clock.isOpen, clock.closeFrame == nil, clock.setupCompleteAt != nil, clock.isLive else { return nil }
        let since = lastInput(of: clock)
        let idle = context.now - since
        guard idle >= context.thresholds.seconds(.idlePredicted) else { return nil }
        let left = max((context.thresholds.seconds(.idleLimit) - idle).seconds.rounded(), 0)
        return RuleMatch(
            "No client input for \(Words.time(idle)): the service ends idle sessions in about \(Words.number(left)) s.",
            .warning, from: since, to: context.now, on: clock.id
        )
        .predicted()
        .proof(clock.conduct.input.last, "last input of the client")
        .number("idle_s", idle.seconds).number("left_s", left)
    }

    private static func lastInput(of clock: ConnectionClock) -> Timestamp {
        clock.conduct.input.last?.at ?? clock.setupCompleteAt ?? clock.openedAt
    }
}

extension RuleID {
    static let idleInputAbort: RuleID = "idle-input-abort"
}

extension Threshold {
    static let idleObserved = Threshold("idle_observed_s", 60, "an abort after so long without input is laid to that")
    static let idlePredicted = Threshold(
        "idle_predicted_s", 100, "so long without input is worth a warning while there is time")
    static let idleLimit = Threshold(
        "idle_limit_s", 150, "the service ends a session after about so long without input")
}

private let scripts: [Example] = [
    Example {
        $0.talk(); $0.close(1008, "The operation was aborted.", after: 150)
    } silent: {
        $0.talk(); $0.close(1008, "The operation was aborted.", after: 5)
    },
    Example(nil, .warning, after: 50) {
        $0.talk(); $0.wait(60)
    } silent: {
        $0.talk(); $0.wait(60); $0.audio(seconds: 1)
    },
]
