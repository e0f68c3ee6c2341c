import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `turn-split-on-pause`: the end of a turn is declared while the user is still talking.
    static let turnSplitOnPause = Rule(
        .turnSplitOnPause, .turnTaking, .p2, .warning, variants: ["split", "thrash"],
        title: "turns end in the user's pauses",
        cause:
            "The service takes a pause for the end of the turn: silenceDurationMs is short, or the end sensitivity high.",
        fix:
            "Set silenceDurationMs to 500 to 800 and END_SENSITIVITY_LOW. If that is not enough, detect speech in the client.",
        code: cure,
        source: "google-gemini/gemini-live-api-examples#37, #50, #51; Live API reference",
        standing: .passing(after: .seconds(5), of: .variant),
        covers: [.troubleshooting(.vadSettings), .reference(.vadSettings)],
        examples: scripts
    ) { context in
        [split(context), thrash(context)].compactMap { $0 }
    }

    private static func split(_ context: RuleContext) -> RuleMatch? {
        let all = Array(context.session.utterances.recent)
        let splits = zip(all, all.dropFirst()).filter { first, second in
            let pause = second.onset - first.end
            guard (Duration.milliseconds(300)...(.milliseconds(1_800))).contains(pause), first.isEcho != true,
                second.isEcho != true, first.connection == second.connection, !first.isOverModel,
                first.endConfidence == .high, second.endConfidence == .high,
                !isExchange(first, second), !hasListened(second, after: first, context)
            else { return false }
            return first.reactionAt.map { $0 > first.end && $0 < second.end } ?? false
        }
        guard splits.count >= 2, splits.count * 5 >= context.session.turns.count, let first = splits.first?.0,
            let last = splits.last?.1
        else { return nil }
        let silence = context.session.setup?.setup.activityDetection?.silenceDurationMs
        var match = RuleMatch(
            "The model began to answer in \(splits.count) pauses of the user, in \(context.session.turns.count) turns.",
            variant: "split", from: first.onset, to: last.end, on: first.connection)
        for (one, other) in splits.prefix(3) {
            match = match.proof(at: one.end, "a pause of \(Words.milliseconds(other.onset - one.end))")
        }
        return match.number("splits", splits.count).number("silence_duration_ms", silence.map(Double.init)).unsure()
    }

    /// The model had its say between the two: short answers to short questions.
    private static func isExchange(_ first: SpokenInput, _ second: SpokenInput) -> Bool {
        guard let complete = second.turnCompleteBefore, complete > first.end else { return false }
        return second.interruptionBefore.map { $0 <= first.end } ?? true
    }

    /// The answer could be heard for so long that the words over it are an interruption.
    private static func hasListened(
        _ second: SpokenInput, after first: SpokenInput, _ context: RuleContext
    ) -> Bool {
        context.session.turns.recent.contains { turn in
            turn.firstAudioAt.map { $0 > first.end && second.onset - $0 >= .milliseconds(900) && $0 < second.onset }
                ?? false
        }
    }

    private static func thrash(_ context: RuleContext) -> RuleMatch? {
        let turns = context.session.turns.recent
        let count = min(turns.count, 20)
        guard count >= 10, let last = turns.last else { return nil }
        let first = turns[turns.count - count]
        let length = last.openedAt - first.openedAt
        guard length >= .seconds(20), Double(count) / length.seconds > 0.5 else { return nil }
        // Whoever listens and then speaks interrupts, however often; a turn that ends in a pause is cut short before it is heard.
        let cut = turns.suffix(count).count { turn in
            guard let interruptedAt = turn.interruptedAt else { return false }
            return turn.firstAudioAt.map { interruptedAt - $0 < .milliseconds(900) } ?? true
        }
        guard cut * 2 >= count else { return nil }
        return RuleMatch(
            "\(count) turns began in \(Words.time(length)).", variant: "thrash", from: first.openedAt,
            to: last.openedAt, on: first.connection
        ).proof(at: first.openedAt, "the first of them").number("turns", count)
    }
}

extension RuleID {
    static let turnSplitOnPause: RuleID = "turn-split-on-pause"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(
                end_of_speech_sensitivity=types.EndSensitivity.END_SENSITIVITY_LOW,
                silence_duration_ms=800))
        """,
    js: """
        config: { realtimeInputConfig: { automaticActivityDetection: {
          endOfSpeechSensitivity: EndSensitivity.END_SENSITIVITY_LOW, silenceDurationMs: 800 } } }
        """,
    livekit: """
        realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(
                end_of_speech_sensitivity=types.EndSensitivity.END_SENSITIVITY_LOW,
                silence_duration_ms=800))
        """,
    pipecat: """
        settings=GeminiLiveLLMService.Settings(vad=GeminiVADParams(
            end_sensitivity=EndSensitivity.END_SENSITIVITY_LOW, silence_duration_ms=800))
        """,
    adk: """
        RunConfig(realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(
                end_of_speech_sensitivity=types.EndSensitivity.END_SENSITIVITY_LOW,
                silence_duration_ms=800)))
        """,
    raw: """
        {"setup": {"realtimeInputConfig": {"automaticActivityDetection": {
          "endOfSpeechSensitivity": "END_SENSITIVITY_LOW", "silenceDurationMs": 800}}}}
        """)

private let scripts: [Example] = [
    Example("split", .warning) {
        $0.begin(); for _ in 1...4 { $0.hesitate(isCutShort: true) }
    } silent: {
        $0.begin(); for _ in 1...4 { $0.hesitate(isCutShort: false) }
    },
    Example("thrash", .warning) {
        $0.begin(); for _ in 1...24 { $0.stumble(hearing: 0.3) }
    } silent: {
        $0.begin(); for _ in 1...24 { $0.stumble(hearing: 1) }
    },
]

extension StagedCall {
    /// The model begins to answer, and the user goes on after having heard so much of it.
    fileprivate mutating func stumble(hearing seconds: Double) {
        say(1.2 - seconds)
        hush(0.3)
        speak(1.5, after: 0)
        say(seconds)
        interrupt()
        completeTurn(prompt: 100, after: 0)
    }

    /// A question with a pause in it, which the model takes for the end or not.
    fileprivate mutating func hesitate(isCutShort: Bool) {
        say(1.1)
        hush(0.5)
        if isCutShort { speak(0.4, after: 0) }
        hush(0.4)
        if isCutShort { interrupt(); completeTurn(prompt: 100, after: 0) }
        exchangeAloud(1.1)
    }
}
