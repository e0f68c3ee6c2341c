import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `turn-cut-short`: turnComplete in mid-sentence.
    static let turnCutShort = Rule(
        .turnCutShort, .turnTaking, .p2, .warning, variants: ["mid-sentence", "max-tokens"],
        title: "the model stops in mid-sentence",
        cause: "The service ended the turn before its sentence was finished; reported of 3.1.",
        fix: "Send “continue” as text. Raise maxOutputTokens if it is set.",
        source: "google-gemini/gemini-live-api-examples#56",
        traits: [.needsNoTimes],
        standing: .ofTurns,
        covers: [.guide(.generationComplete)],
        examples: scripts
    ) { context in
        let turns = Array(context.session.turns.recent)
        // Models that never send generationComplete cannot be judged by its absence.
        guard turns.contains(where: { $0.generationCompleteAt != nil }) else { return [] }
        let cut = turns.filter(isCut)
        guard let first = cut.first, let last = cut.last else { return [] }
        let limit = context.session.setup?.setup.generation.maxOutputTokens
        return [
            RuleMatch(
                "A turn was complete after \(Words.time(first.audioDuration)), in the middle of “\(tail(first))”.",
                variant: limit == nil ? "mid-sentence" : "max-tokens", from: first.openedAt, to: last.completedAt,
                on: first.connection
            )
            .proof(at: first.completedAt, "turnComplete without generationComplete; the text ends “\(tail(first))”")
            .number("turns", cut.count).number("max_output_tokens", limit.map(Double.init)).unsure()
        ]
    }

    private static func isCut(_ turn: Turn) -> Bool {
        guard turn.completedAt != nil, turn.interruptedAt == nil, turn.toolCalls == 0, turn.reason == nil,
            turn.generationCompleteAt == nil, turn.audioDuration > .zero, turn.audioDuration < .seconds(6)
        else { return false }
        let text = turn.modelText.value
        guard let last = text.last(where: { !$0.isWhitespace }), last.isLetter || last.isNumber || last == "," else {
            return false
        }
        // Scripts that do without punctuation say nothing.
        return last.isASCII || turn.audioDuration < .milliseconds(1_500)
    }

    private static func tail(_ turn: Turn) -> String { String(turn.modelText.value.suffix(40)) }
}

extension RuleID {
    static let turnCutShort: RuleID = "turn-cut-short"
}

private let scripts: [Example] = [
    Example("mid-sentence", .warning) {
        $0.begin(); $0.sentence("All is well."); $0.sentence("Thanks for", isDone: false)
    } silent: {
        $0.begin(); $0.sentence("All is well."); $0.sentence("Thanks for calling.", isDone: false)
    }
]

extension StagedCall {
    /// A spoken turn with its transcript.
    fileprivate mutating func sentence(_ words: String, isDone: Bool = true) {
        text("Go on.", after: 1)
        speak(2)
        outputTranscript(words)
        if isDone { server(#"{"serverContent":{"generationComplete":true}}"#, after: 0.1) }
        completeTurn(prompt: 100)
    }
}
