import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `tool-call-repeated`: the same call again, although nobody said anything.
    static let toolCallRepeated = Rule(
        .toolCallRepeated, .tools, .p3, .warning, variants: ["repeated", "spoken-not-called"],
        title: "the same call again",
        cause: "The model was not told when to call the function, or did not understand the result. Audio weakens it.",
        fix:
            "Make the function idempotent, say in its description when to call it, and return a result that says what was done.",
        source: "best practices (define tools precisely); livekit/agents-js#1137; googleapis/js-genai#462",
        standing: .ofCalls,
        cue: .steps(),
        thresholds: [.toolRepeat],
        covers: [.practices(.tools), .practices(.singleCalls), .guide(.audioAndTools)],
        examples: scripts
    ) { context in
        [repeated(context), spoken(context)].compactMap { $0 }
    }

    private static func repeated(_ context: RuleContext) -> RuleMatch? {
        let calls = Array(context.session.tools.recent) + context.session.tools.pending
        var run: [ToolCall] = []
        for call in calls.sorted(by: { ($0.calledAt ?? context.now) < ($1.calledAt ?? context.now) }) {
            guard let at = call.calledAt else { continue }
            if let last = run.last, let lastAt = last.calledAt, isSame(call, last),
                at - lastAt <= context.thresholds.seconds(.toolRepeat), !userSpoke(from: lastAt, to: at, context)
            {
                run.append(call)
            } else if run.count < 2 {
                run = [call]
            }
        }
        guard run.count >= 2, let first = run.first, let from = first.calledAt, let to = run.last?.calledAt else {
            return nil
        }
        var match = RuleMatch(
            "\(first.name) was called \(run.count) times in \(Words.time(to - from)) with the same arguments, and nobody spoke.",
            variant: "repeated", from: from, to: to, on: first.connection
        ).number("calls", run.count)
        for call in run.prefix(4) where call.connection == first.connection {
            guard let at = call.calledAt, let sequence = call.sequence else { continue }
            match = match.proof(FrameMark(sequence: sequence, at: at), "toolCall \(call.name)")
        }
        return match
    }

    private static func isSame(_ one: ToolCall, _ other: ToolCall) -> Bool {
        one.name == other.name && one.arguments == other.arguments && one.outcome != .unknown
    }

    private static func userSpoke(from: Timestamp, to: Timestamp, _ context: RuleContext) -> Bool {
        let between = { (instant: Timestamp) in instant > from && instant < to }
        return context.session.utterances.recent.contains { between($0.onset) || between($0.end) }
            || context.connections.contains { clock in
                [clock.conduct.texts, clock.conduct.contents].contains { texts in
                    [texts.first, texts.last].contains { $0.map { between($0.at) } ?? false }
                }
            }
            || context.session.turns.recent.contains { $0.userAt.map(between) ?? false }
    }

    /// The model speaks of what a function would do, and never calls one.
    private static func spoken(_ context: RuleContext) -> RuleMatch? {
        let session = context.session
        let names = session.setup?.setup.tools.map(\.name).filter { $0.count >= 4 } ?? []
        guard !names.isEmpty, session.tools.count == 0, session.turns.count >= 20 else { return nil }
        let turn = session.turns.recent.first { turn in
            let text = turn.modelText.value.lowercased()
            return text.contains("i have booked") || names.contains { text.contains($0.lowercased()) }
        }
        guard let turn else { return nil }
        return RuleMatch(
            "\(session.turns.count) turns without a call, although the model speaks of \(names.first ?? "them").",
            variant: "spoken-not-called", .info, from: turn.openedAt, to: context.now, on: turn.connection
        ).unsure().number("turns", session.turns.count).standing(.whole)
    }
}

extension RuleID {
    static let toolCallRepeated: RuleID = "tool-call-repeated"
}

extension Threshold {
    static let toolRepeat = Threshold("tool_repeat_s", 30, "the same call within so long is a repetition")
}

private let scripts: [Example] = [
    Example("repeated", .warning) {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(); $0.call(id: "c2", after: 2); $0.answer(id: "c2")
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(); $0.text("again", after: 1)
        $0.call(id: "c2", after: 1); $0.answer(id: "c2")
    }
]
