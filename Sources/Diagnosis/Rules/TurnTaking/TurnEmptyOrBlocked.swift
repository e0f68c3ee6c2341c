import LiveProtocol
import SessionModel

extension Rule {
    /// `turn-empty-or-blocked`: a turn with nothing to play.
    static let turnEmptyOrBlocked = Rule(
        .turnEmptyOrBlocked, .turnTaking, .p1, .error,
        variants: ["blocked", "empty", "need-more-input", "malformed-call", "text-only"],
        title: "a turn with nothing in it",
        cause: "The service ended the turn without any output.",
        fix: "Ask again in other words; on malformed calls simplify the function's parameters.",
        source: "Live API reference (turnCompleteReason); google-gemini/gemini-live-api-examples#37",
        traits: [.needsNoTimes],
        standing: .ofTurns,
        cue: .steps(),
        explains: [.speechUnanswered],
        examples: scripts
    ) { context in
        guard context.session.turns.recent.containsInPlace(where: mayHaveNothing) else { return [] }
        let turns = Array(context.session.turns.recent)
        return ["blocked", "malformed-call", "need-more-input", "text-only", "empty"].compactMap { variant in
            match(variant, turns, context)
        }
    }

    /// Nearly no turn that is spoken does: the others need not be looked at more closely.
    private static func mayHaveNothing(_ turn: borrowing Turn) -> Bool {
        turn.completedAt != nil && turn.interruptedAt == nil && (turn.reason != nil || turn.firstAudioAt == nil)
    }

    private static func variant(of turn: Turn, after last: Turn?, _ context: RuleContext) -> String? {
        guard turn.completedAt != nil, turn.interruptedAt == nil else { return nil }
        switch turn.reason {
        case "MALFORMED_FUNCTION_CALL": return "malformed-call"
        case "NEED_MORE_INPUT": return "need-more-input"
        case .some: return "blocked"
        case nil: break
        }
        guard let setup = context.session.setup, setup.family != .transcribe35, turn.toolCalls == 0 else { return nil }
        if turn.firstAudioAt == nil, turn.firstTextAt != nil, setup.setup.generation.responseModalities == ["AUDIO"] {
            return "text-only"
        }
        // The second turnComplete of an interruption, and a turn that only takes a tool's answer, have nothing to say.
        guard turn.isEmpty, last?.interruptedAt == nil, !takesAnswer(turn, after: last, context),
            setup.setup.proactiveAudio != true
        else { return nil }
        return "empty"
    }

    /// A function was called in the turn before, or its answer came since.
    private static func takesAnswer(_ turn: Turn, after last: Turn?, _ context: RuleContext) -> Bool {
        guard let end = turn.completedAt, last?.toolCalls ?? 0 == 0 else { return true }
        let start = last?.openedAt ?? turn.startedAt
        return !context.session.tools.pending.isEmpty
            || context.session.tools.recent.contains { call in
                call.answeredAt.map { $0 >= start && $0 <= end } ?? false
            }
    }

    private static func words(_ variant: String) -> String {
        switch variant {
        case "need-more-input": "waiting for more input"
        case "text-only": "with words and without sound"
        default: "without output"
        }
    }

    private static func match(_ variant: String, _ turns: [Turn], _ context: RuleContext) -> RuleMatch? {
        let indices = turns.indices.filter { index in
            Self.variant(of: turns[index], after: index > 0 ? turns[index - 1] : nil, context) == variant
        }
        guard let first = indices.first.map({ turns[$0] }), let last = indices.last.map({ turns[$0] }) else {
            return nil
        }
        let isRun =
            zip(indices, indices.dropFirst()).reduce((run: 1, best: 1)) { state, pair in
                let run = pair.1 == pair.0 + 1 ? state.run + 1 : 1
                return (run, max(state.best, run))
            }.best >= 3
        let reason = first.reason.map { ", reason \($0)" } ?? ""
        let count = indices.count == 1 ? "A turn" : "\(indices.count) turns"
        let match = RuleMatch(
            "\(count) ended \(words(variant))\(reason).",
            variant: variant, isRun ? .error : .warning, from: first.openedAt, to: last.completedAt,
            on: first.connection == last.connection ? first.connection : nil
        )
        .proof(at: first.completedAt, "turnComplete\(reason)").number("turns", indices.count)
        if variant == "text-only" {
            return match.because("The service wrote its answer in a session that asked for sound: nobody heard it.")
                .cured(
                    by: """
                        Show the text that came, and ask again; where it comes back, resume on a new connection. Do not take \
                        it for words that were spoken.
                        """)
        }
        guard isRun, variant == "blocked" else { return match }
        return match.because(
            "The service rejects one answer after the other: what is in the context by now makes it, whatever is asked."
        )
        .cured(
            by: """
                Asking again in this session does not help. Resume on a new connection with a handle from before the first of \
                them, or begin a new session with a summary that leaves the matter out.
                """)
    }
}

extension RuleID {
    static let turnEmptyOrBlocked: RuleID = "turn-empty-or-blocked"
}

private let scripts: [Example] = [
    Example("blocked", .warning) {
        $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100, reason: "RESPONSE_REJECTED")
    } silent: {
        $0.talk()
    },
    Example("malformed-call", .warning) {
        $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100, reason: "MALFORMED_FUNCTION_CALL")
    } silent: {
        $0.talk()
    },
    Example("text-only", .warning) {
        $0.begin(); $0.text("?"); $0.server(#"{"serverContent":{"modelTurn":{"parts":[{"text":"Yes."}]}}}"#)
        $0.completeTurn(prompt: 100)
    } silent: {
        $0.begin(); $0.text("?"); $0.server(#"{"serverContent":{"modelTurn":{"parts":[{"text":"Yes."}]}}}"#)
        $0.speak(); $0.completeTurn(prompt: 100)
    },
    Example("empty", .warning) {
        $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100)
    } silent: {
        $0.talk(); $0.text("?"); $0.speak(); $0.completeTurn(prompt: 100)
    },
]
