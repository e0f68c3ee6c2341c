import LiveProtocol
import SessionModel

extension Rule {
    /// `false-interrupt`: the model is cut off though nobody spoke.
    static let falseInterrupt = Rule(
        "false-interrupt", .interruption, .p1, .error, variants: ["echo", "noise", "phantom"],
        title: "the model is cut off though nobody spoke",
        cause: "Its own voice comes back through the microphone, or noise is taken for speech.",
        fix: """
            Use headphones or echo cancellation, gate the microphone for the first half second of playback, and set \
            START_SENSITIVITY_LOW.
            """,
        source: "google-gemini/cookbook#356; pipecat-ai/pipecat#1771; google-gemini/gemini-live-api-examples#53"
    ) { context in
        let cuts = context.session.interruptions
        let turns = max(context.session.turns.count, cuts.judged)
        guard cuts.falseCount >= Int(clamping: context.thresholds[.falseInterrupts]), turns > 0,
            let last = cuts.recent.last(where: { $0.isFalse == true })
        else { return [] }
        let share = Double(cuts.falseCount) / Double(turns)
        guard share >= context.thresholds[.falseInterruptWarning] else { return [] }
        return [
            RuleMatch(
                "\(cuts.falseCount) of \(Words.count(turns, "turn")) were cut off though nobody spoke.",
                variant: variant(context), share >= context.thresholds[.falseInterruptError] ? .error : .warning,
                from: cuts.recent.first { $0.isFalse == true }?.at ?? last.at, to: last.at, on: last.connection
            )
            .proof(FrameMark(sequence: last.sequence, at: last.at), "interrupted, and no speech of the user")
            .number("false", cuts.falseCount).number("interruptions", cuts.count).number("turns", turns)
            .number("echo_score", context.session.inputAudio.echoScore)
        ]
    }

    private static func variant(_ context: RuleContext) -> String {
        let input = context.session.inputAudio
        if let score = input.echoScore, score >= context.thresholds[.echoScore] { return "echo" }
        if input.speech.contains(where: { $0.isEcho == true }) { return "echo" }
        return (input.noiseFloorDBFS ?? -100) > context.thresholds[.noiseFloor] ? "noise" : "phantom"
    }
}
