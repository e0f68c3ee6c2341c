import LiveProtocol
import SessionModel

extension Rule {
    /// `activity-with-auto-vad`: manual marks while the automatic VAD is on.
    static let activityWithAutoVAD = Rule(
        .activityWithAutoVAD, .turnTaking, .p1, .error,
        title: "activity marks with automatic VAD",
        cause: """
            activityStart and activityEnd are refused while the automatic detection is on. A token that locks the \
            setup can have put it back on.
            """,
        fix: "Set automaticActivityDetection.disabled to true, in the token too, or leave the marks out.",
        code: cure,
        source: "best practices (custom VAD); F23",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.troubleshooting(.activityMarks), .practices(.customVAD)],
        closes: [CloseReason(1007, .after, says: "explicit activity control is not supported")],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            let starts = clock.conduct.activity.starts
            let first = [starts.first, clock.conduct.activity.ends.first].compactMap { $0 }.min { $0.at < $1.at }
            let end = context.end(of: clock.id)
            if let end, end.verdict?.rule == .activityWithAutoVAD {
                return RuleMatch.end(end, "An activity mark, then \(end.words).", from: first?.at)
                    .proof(first, "activity mark").proof(clock.conduct.setups.first, "setup")
            }
            guard let first, clock.setup?.isServerVADOn == true, clock.setupCompleteAt != nil else { return nil }
            return RuleMatch(
                "The client marks activity although the automatic detection is on.", .warning, from: first.at,
                on: clock.id
            )
            .proof(first, "activity mark").proof(clock.conduct.setups.first, "setup without disabled = true")
        }
    }
}

extension RuleID {
    static let activityWithAutoVAD: RuleID = "activity-with-auto-vad"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(disabled=True))
        """,
    js: """
        config: { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } }
        """,
    livekit: """
        google.realtime.RealtimeModel(realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(disabled=True)))
        """,
    pipecat: """
        settings=GeminiLiveLLMService.Settings(vad=GeminiVADParams(disabled=True))
        """,
    adk: """
        RunConfig(realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(disabled=True)))
        """,
    raw: """
        {"setup": {"realtimeInputConfig": {"automaticActivityDetection": {"disabled": true}}}}
        """)

private let scripts: [Example] = [
    Example {
        $0.begin(); $0.activityStart(); $0.close(1007, "Explicit activity control is not supported when", after: 0.1)
    } silent: {
        $0.begin(.manualVAD); $0.activityStart()
    },
    Example(nil, .warning) {
        $0.begin(); $0.activityStart()
    } silent: {
        $0.begin(.manualVAD); $0.activityStart()
    },
]
