import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `false-interrupt`: the model is cut off though nobody spoke.
    static let falseInterrupt = Rule(
        .falseInterrupt, .interruption, .p1, .error, variants: ["echo", "noise", "phantom"],
        title: "the model is cut off though nobody spoke",
        cause: "Its own voice comes back through the microphone, or noise is taken for speech.",
        fix: """
            Use headphones or echo cancellation, gate the microphone for the first half second of playback, and set \
            START_SENSITIVITY_LOW.
            """,
        source: "google-gemini/cookbook#356; pipecat-ai/pipecat#1771; google-gemini/gemini-live-api-examples#53",
        standing: .passing(after: .seconds(10), of: .session),
        thresholds: [.echoScore, .falseInterrupts, .falseInterruptWarning, .falseInterruptError],
        explains: [.turnSplitOnPause, .turnEmptyOrBlocked, .playbackNotFlushed, .echoInMicrophone],
        examples: scripts
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
            .number("echo_score", context.session.inputAudio.echoScore).gravity(share)
        ]
    }

    private static func variant(_ context: RuleContext) -> String {
        let input = context.session.inputAudio
        if let score = input.echoScore, score >= context.thresholds[.echoScore] { return "echo" }
        if input.speech.contains(where: { $0.isEcho == true }) { return "echo" }
        return (input.noiseFloorDBFS ?? -100) > context.thresholds[.noiseFloor] ? "noise" : "phantom"
    }
}

extension RuleID {
    static let falseInterrupt: RuleID = "false-interrupt"
}

extension Threshold {
    static let echoScore = Threshold(
        "echo_correlation_ratio", 0.6, "a microphone that follows the model so closely hears it")
    static let falseInterrupts = Threshold(
        "false_interrupt_count", 2, "interruptions by nobody are told from so many on")
    static let falseInterruptWarning = Threshold(
        "false_interrupt_warning_ratio", 0.2, "when so large a share of turns is cut off by nobody")
    static let falseInterruptError = Threshold(
        "false_interrupt_error_ratio", 0.5, "a conversation with so large a share is none")
}

private let scripts: [Example] = [
    Example("phantom") {
        $0.begin(); $0.cutOff(bySpeech: false)
    } silent: {
        $0.begin(); $0.cutOff(bySpeech: true)
    }
]

extension StagedCall {
    /// Four answers that the service breaks off.
    fileprivate mutating func cutOff(bySpeech: Bool) {
        for _ in 1...4 {
            say(1.5)
            hush(0.6)
            for _ in 1...4 { speak(0.5, after: 0); hush(0.5) }
            speak(0.5, after: 0)
            if bySpeech { say(0.4) } else { hush(0.4) }
            interrupt()
            completeTurn(prompt: 100, after: 0.08)
            if bySpeech { say(1) }
            hush(2)
        }
    }
}
