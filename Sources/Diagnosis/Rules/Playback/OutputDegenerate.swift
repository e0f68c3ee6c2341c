import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `output-degenerate`: what the model sends is no speech.
    static let outputDegenerate = Rule(
        .outputDegenerate, .playback, .p3, .warning, variants: ["monotone", "silence"],
        title: "the model's audio is not speech",
        cause: "The model fell into a tone, noise or silence.",
        fix: "Interrupt and ask again; if it goes on, resume on a new connection.",
        source: "googleapis/python-genai#2715",
        standing: .passing(of: .variant),
        thresholds: [.outputSilence, .outputMonotony],
        examples: scripts
    ) { context in
        let output = context.session.outputAudio
        guard
            output.longestSilence >= context.thresholds.seconds(.outputSilence)
                || output.longestMonotony >= context.thresholds.seconds(.outputMonotony)
        else { return [] }
        // Whoever asked for music or a hum gets words with it, as a rule.
        let turn = context.session.turns.current ?? context.session.turns.recent.last
        guard let turn, turn.firstAudioAt != nil else { return [] }
        if output.longestSilence >= context.thresholds.seconds(.outputSilence) {
            return [match(output.longestSilence, "silence", "of silence", turn)]
        }
        guard output.longestMonotony >= context.thresholds.seconds(.outputMonotony), turn.modelText.value.isEmpty,
            context.session.setup?.setup.outputTranscription != nil
        else { return [] }
        return [match(output.longestMonotony, "monotone", "at one level, without a word of transcript", turn)]
    }

    private static func match(_ length: Duration, _ variant: String, _ what: String, _ turn: Turn) -> RuleMatch {
        RuleMatch(
            "Turn \(turn.index) has \(Words.time(length)) \(what).", variant: variant,
            from: turn.firstAudioAt ?? turn.openedAt, to: turn.lastAudioAt, on: turn.connection
        )
        .proof(at: turn.firstAudioAt, "first audio of turn \(turn.index)").number("length_s", length.seconds)
        .gravity(length.seconds)
    }
}

extension RuleID {
    static let outputDegenerate: RuleID = "output-degenerate"
}

extension Threshold {
    static let outputSilence = Threshold("output_silence_s", 3, "so much silence in a turn is no speech")
    static let outputMonotony = Threshold("output_monotony_s", 2, "so much of one level in a turn is no speech")
}

private let scripts: [Example] = [
    Example("silence", .warning, behind: .modelAudioInaudible) {
        $0.talk(); $0.text("Go on."); $0.speak(4, value: 0); $0.completeTurn(prompt: 100, after: 4)
    } silent: {
        $0.talk(); $0.text("Go on."); $0.speak(2, value: 0); $0.completeTurn(prompt: 100, after: 2)
    }
]
