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
        cue: .steps(lingering: .seconds(2)),
        covers: [.guide(.generationComplete)],
        examples: scripts
    ) { context in
        let recent = context.session.turns.recent
        // Models that never send generationComplete cannot be judged by its absence.
        guard recent.containsInPlace(where: { $0.generationCompleteAt != nil }), recent.containsInPlace(where: isCut)
        else {
            return []
        }
        let turns = Array(recent)
        let cut = turns.filter { turn in
            isCut(turn) && (turn.generationCompleteAt == nil || isSettled(turn, context) && isAlone(turn, among: turns))
        }
        guard let first = cut.first, let last = cut.last else { return [] }
        let limit = context.session.setup?.setup.generation.maxOutputTokens
        return [
            RuleMatch(
                "A turn was complete after \(Words.time(first.audioDuration)), in the middle of “\(tail(first))”.",
                variant: limit == nil ? "mid-sentence" : "max-tokens", from: first.openedAt, to: last.completedAt,
                on: first.connection
            )
            .proof(at: first.completedAt, "\(completion(of: first)); the text ends “\(tail(first))”")
            .number("turns", cut.count).number("max_output_tokens", limit.map(Double.init)).unsure()
        ]
    }

    private static func isCut(_ turn: borrowing Turn) -> Bool {
        guard turn.completedAt != nil, turn.interruptedAt == nil, turn.toolCalls == 0, turn.reason == nil,
            turn.audioDuration > .zero, turn.audioDuration < .seconds(6), let last = lastWritten(turn),
            last.isLetter || last.isNumber || last == ","
        else { return false }
        // Scripts that do without punctuation say nothing.
        return last.isASCII || turn.audioDuration < .milliseconds(1_500)
    }

    private static func lastWritten(_ turn: borrowing Turn) -> Character? {
        turn.modelText.value.last { !$0.isWhitespace }
    }

    /// A transcript lags behind its sound: what is missing may yet come.
    private static func isSettled(_ turn: Turn, _ context: RuleContext) -> Bool {
        turn.completedAt.map { context.session.lastAt - $0 >= .seconds(2) } ?? false
    }

    /// Nearly all other spoken turns end with their sentence: the model writes full stops, and here there is none.
    private static func isAlone(_ turn: Turn, among turns: [Turn]) -> Bool {
        let others = turns.filter { other in
            other.index != turn.index && other.completedAt != nil && other.interruptedAt == nil
                && other.audioDuration > .zero && !other.modelText.value.isEmpty
        }
        let whole = others.count { lastWritten($0).map(".?!…\"”’)".contains) ?? false }
        return whole >= 3 && whole >= (others.count - whole) * 2
    }

    private static func completion(of turn: Turn) -> String {
        turn.generationCompleteAt == nil
            ? "turnComplete without generationComplete"
            : "turnComplete, and other turns end with their sentence"
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
    },
    Example("mid-sentence", .warning) {
        $0.begin(); $0.sentence("All is well."); $0.sentence("The room costs"); $0.sentence("It does!")
        $0.sentence("Is that all?")
    } silent: {
        // A model that writes no full stops.
        $0.begin(); $0.sentence("all is well"); $0.sentence("the room costs ninety"); $0.sentence("it does")
        $0.sentence("is that all")
    },
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
