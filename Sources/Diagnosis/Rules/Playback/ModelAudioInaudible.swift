import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `model-audio-inaudible`: audio came, and nobody can hear it.
    static let modelAudioInaudible = Rule(
        .modelAudioInaudible, .playback, .p1, .error, variants: ["inaudible", "quieter"],
        title: "the model's audio cannot be heard",
        cause: "The service sends audio of nearly no level, although it speaks: the transcript goes on.",
        fix: """
            Nothing in the client makes it louder. Resume on a new connection; if it comes back, report model, voice and \
            region, and play the transcript by other means meanwhile.
            """,
        source: "public reports of 2025-11 to 2026-11; googleapis/python-genai#2715",
        thresholds: [.inaudibleLevel, .quieterBy],
        explains: [.outputDegenerate],
        examples: scripts
    ) { context in
        guard
            context.session.setup?.family != .translate35
                || context.session.setup?.setup.generation.translationTarget == nil
        else { return [] }
        let turns = context.session.turns.recent.filter { turn in
            turn.audioDuration >= .seconds(1) && turn.loudest != nil && turn.interruptedAt == nil && !turn.isOpen
        }
        let limit = context.thresholds[.inaudibleLevel]
        let silent = turns.filter { ($0.loudest ?? 0) <= limit }
        if !silent.isEmpty { return [match(silent, of: turns, "inaudible", .error, context)] }
        // Against the rest of the session: the user has set the volume by it.
        let levels = turns.compactMap(\.loudest).sorted()
        guard levels.count >= 3 else { return [] }
        let usual = levels[levels.count / 2]
        let quieter = turns.filter { ($0.loudest ?? 0) < usual - context.thresholds[.quieterBy] }
        guard !quieter.isEmpty else { return [] }
        return [match(quieter, of: turns, "quieter", .warning, context)]
    }

    private static func match(
        _ hit: [Turn], of turns: [Turn], _ variant: String, _ severity: Severity, _ context: RuleContext
    ) -> RuleMatch {
        let levels = hit.compactMap(\.loudest)
        let others = turns.compactMap(\.loudest).filter { !levels.contains($0) }
        let numbers = hit.prefix(4).map { String($0.index) }.joined(separator: ", ") + (hit.count > 4 ? ", …" : "")
        let loudest = levels.max() ?? 0
        let against = others.max().map { " against \(Words.number($0)) dBFS of the others" } ?? ""
        var match = RuleMatch(
            """
            \(hit.count == 1 ? "Turn" : "Turns") \(numbers) of \(turns.count): the loudest of the model's audio has \
            \(Words.number(loudest)) dBFS\(against).
            """, variant: variant, severity, from: hit.first?.openedAt ?? context.now, to: hit.last?.completedAt,
            on: hit.first?.connection)
        for turn in hit.prefix(3) {
            match = match.proof(at: turn.firstAudioAt, "turn \(turn.index), \(Words.time(turn.audioDuration)) of audio")
        }
        match = match.number("loudest_dbfs", loudest).number("turns", hit.count)
        guard context.session.setup?.family == .translate35 else { return match }
        return match.because("Without translationConfig nothing is translated.")
            .cured(by: "Set generationConfig.translationConfig.targetLanguageCode.")
    }
}

extension RuleID {
    static let modelAudioInaudible: RuleID = "model-audio-inaudible"
}

extension Threshold {
    static let inaudibleLevel = Threshold(
        "inaudible_dbfs", -50, "a turn whose loudest 20 ms are not louder is heard by nobody")
    static let quieterBy = Threshold("quieter_by_db", 25, "a turn so far below the others is missed")
}

private let scripts: [Example] = [
    Example("inaudible") {
        $0.begin(); $0.answer(gain: 1); $0.answer(gain: 0); $0.answer(gain: 0)
    } silent: {
        $0.begin(); $0.answer(gain: 1); $0.answer(gain: 0.2); $0.answer(gain: 0.3)
    },
    Example("quieter", .warning) {
        $0.begin(); $0.answer(gain: 1); $0.answer(gain: 0.04); $0.answer(gain: 1); $0.answer(gain: 1)
    } silent: {
        $0.begin(); $0.answer(gain: 1); $0.answer(gain: 0.2); $0.answer(gain: 1); $0.answer(gain: 1)
    },
]

extension StagedCall {
    /// A question and 1.2 s of an answer that is `gain` times as loud as usual.
    fileprivate mutating func answer(gain: Double) {
        text("Hello?", after: 1)
        var voice = StagedMicrophone()
        voice.gain = gain
        voice.noise = 2
        let samples = voice.speech(28_800)
        let data = Base64.encode(
            samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        let blob = #"{"mimeType":"audio/pcm;rate=24000","data":"\#(data)"}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[{"inlineData":\#(blob)}]}}}"#, after: 0.5)
        completeTurn(prompt: 100, after: 1.5)
    }
}
