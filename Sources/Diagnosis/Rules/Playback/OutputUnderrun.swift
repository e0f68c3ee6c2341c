import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `output-underrun`: the model's audio comes too late to be played without gaps.
    static let outputUnderrun = Rule(
        .outputUnderrun, .playback, .p1, .error,
        title: "the model's audio comes too late",
        cause:
            "Generation slower than real time, jitter of the network, or something on the way that holds audio back.",
        fix: "Keep 200 to 300 ms of audio in the client before playing, more after an underrun.",
        source: "livekit/agents#3604; google-gemini/cookbook#1255; pipecat-ai/pipecat#4633; google/xrblocks#55",
        standing: .ofTurns,
        thresholds: [.underruns, .starvedWarning, .starvedError],
        covers: [.guide(.generationComplete)],
        examples: scripts
    ) { context in
        // An interpreter pauses with the speaker.
        guard context.session.setup?.family != .translate35 else { return [] }
        let known = context.session.turns
        let underruns = Int(clamping: context.thresholds[.underruns])
        let limit = context.thresholds.milliseconds(.starvedWarning)
        func isStarved(_ turn: borrowing Turn) -> Bool {
            // Between a word to bridge it and the answer lies the function.
            let isBridged = turn.toolCalls > 0 && turn.playback.underruns < turn.toolCalls + 2
            return !isBridged && (turn.playback.underruns >= underruns || turn.playback.starved > limit)
        }
        guard known.containsInPlace(where: isStarved) else { return [] }
        let starved = (Array(known.recent) + [known.current].compactMap(\.self)).filter { isStarved($0) }
        guard let worst = starved.max(by: { $0.playback.starved < $1.playback.starved }) else { return [] }
        let played = worst.playback
        return [
            RuleMatch(
                "Turn \(worst.index) had \(Words.milliseconds(played.starved)) of silence because its audio came too late.",
                played.starved > context.thresholds.milliseconds(.starvedError) ? .error : .warning,
                from: worst.firstAudioAt ?? worst.openedAt, to: worst.lastAudioAt, on: worst.connection
            )
            .proof(at: worst.firstAudioAt, "first audio of turn \(worst.index)")
            .proof(at: worst.lastAudioAt, "last audio of it")
            .number("starved_ms", played.starved.milliseconds).number("gaps", played.underruns)
            .number("real_time_factor", played.realTimeFactor).number("turns", starved.count)
            .gravity(played.starved.seconds)
        ]
    }
}

extension RuleID {
    static let outputUnderrun: RuleID = "output-underrun"
}

extension Threshold {
    static let underruns = Threshold("underrun_count", 2, "a turn with so many gaps stutters")
    static let starvedWarning = Threshold("starved_warning_ms", 300, "so much silence inside a turn is worth a warning")
    static let starvedError = Threshold(
        "starved_error_ms", 1_500, "so much silence inside a turn cannot be listened to")
}

private let scripts: [Example] = [
    Example {
        $0.talk(); $0.text("Go on."); for _ in 1...8 { $0.speak(0.4, after: 0.7) }
        $0.completeTurn(prompt: 100)
    } silent: {
        $0.talk(); $0.text("Go on."); for _ in 1...8 { $0.speak(0.4, after: 0.38) }
        $0.completeTurn(prompt: 100)
    }
]
