import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `thoughts-without-transcript`: the only text that comes is what the model thinks.
    static let thoughtsWithoutTranscript = Rule(
        .thoughtsWithoutTranscript, .usage, .p1, .info,
        title: "the text that comes is thoughts, not the reply",
        cause: """
            Parts with thought: true are the model's notes to itself. Native audio has no text parts of what it says: the \
            words come as outputTranscription, and only where the setup asks for them.
            """,
        fix: """
            For the words of the reply set outputAudioTranscription: {} in the setup and read \
            serverContent.outputTranscription; leave parts with thought: true out, or includeThoughts.
            """,
        source: "Live API reference (thought, outputTranscription); public reports of 2025-11 to 2026-11",
        traits: [.needsNoTimes],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, setup.setup.outputTranscription == nil else { return [] }
        let turns = context.session.turns.recent.filter { turn in
            turn.firstAudioAt != nil && turn.modelText.isEmpty && !turn.thoughts.isEmpty
        }
        guard let first = turns.first, let last = turns.last else { return [] }
        let text = first.thoughts.value.split(whereSeparator: \.isNewline).first ?? ""
        return [
            RuleMatch(
                """
                All text of \(Words.count(turns.count, "spoken turn")) is thoughts (“\(text.prefix(48))”): the words of the reply \
                were not asked for.
                """, from: first.openedAt, to: last.completedAt, on: first.connection
            )
            .proof(at: first.openedAt, "a text part with thought: true")
            .proof(context.clock(setup.connection)?.conduct.setups.last, "setup without outputAudioTranscription")
            .number("turns", turns.count)
        ]
    }
}

extension RuleID {
    static let thoughtsWithoutTranscript: RuleID = "thoughts-without-transcript"
}

private let scripts: [Example] = [
    Example(nil, .info) {
        $0.begin(.instruction); $0.thinking(); $0.thinking()
    } silent: {
        $0.begin(#""systemInstruction":{"parts":[{"text":"In English."}]},"outputAudioTranscription":{}"#)
        $0.thinking(); $0.thinking()
    }
]

extension StagedCall {
    fileprivate mutating func thinking() {
        text("Do you have rye bread?", after: 1)
        let part = #"{"text":"**Considering the question** The user asks for bread.","thought":true}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[\#(part)]}}}"#, after: 0.4)
        speak(1)
        completeTurn(prompt: 100, after: 1.2)
    }
}
