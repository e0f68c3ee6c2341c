import LiveProtocol
import SessionModel

extension Rule {
    /// `tool-response-mismatch`: an answer does not fit a call.
    static let toolResponseMismatch = Rule(
        .toolResponseMismatch, .tools, .p1, .error,
        variants: ["no-id", "unknown-id", "wrong-name", "duplicate", "after-cancel", "partial"],
        title: "an answer that fits no call",
        cause: "The service matches answers to calls by id and name.",
        fix:
            "Send back the id and the name of the call, once. After a cancellation undo what was done, and stay quiet.",
        code: .toolResponse,
        source: "Live API guide and reference; google-gemini/deprecated-generative-ai-js#487; livekit/agents-js#1137",
        traits: [.needsNoTimes],
        standing: .ofCalls,
        explains: [.toolResponseMissing],
        covers: [.guide(.interruption), .reference(.toolIDs), .reference(.messages)],
        examples: scripts
    ) { context in
        let calls = Array(context.session.tools.recent)
        var matches = ["no-id", "unknown-id", "wrong-name", "duplicate", "after-cancel"].compactMap { variant in
            summary(calls.filter { Self.variant(of: $0) == variant }, variant, waiting(context))
        }
        if let partial = partial(context) { matches.append(partial) }
        return matches
    }

    private static func variant(of call: ToolCall) -> String? {
        switch call.outcome {
        case .unknown: call.id == nil ? "no-id" : "unknown-id"
        case .duplicate: "duplicate"
        case .late: "after-cancel"
        case .answered: call.answer.map { $0.name != call.name && !$0.name.isEmpty } == true ? "wrong-name" : nil
        case .pending, .cancelled, .unanswered: nil
        }
    }

    /// ` function-call-1 of get_weather has no answer.`: the call that was meant, most likely.
    private static func waiting(_ context: RuleContext) -> String {
        let open = (Array(context.session.tools.recent) + context.session.tools.pending)
            .last { [.pending, .unanswered].contains($0.outcome) && $0.id != nil }
        return open.map { " \($0.id ?? "") of \($0.name) has no answer." } ?? ""
    }

    private static func summary(_ calls: [ToolCall], _ variant: String, _ waiting: String) -> RuleMatch? {
        guard let first = calls.first, let answer = first.answer else { return nil }
        let id = first.id ?? "no id"
        let what =
            switch variant {
            case "no-id": "An answer of \(answer.name) came without the id of its call.\(waiting)"
            case "unknown-id": "An answer came for \(id), a call that was never made.\(waiting)"
            case "wrong-name": "The call \(id) of \(first.name) was answered as \(answer.name)."
            case "duplicate": "The call \(id) of \(first.name) was answered more than once."
            default: "The call \(id) of \(first.name) was answered after the service had cancelled it."
            }
        let title = calls.count == 1 ? what : "\(what) \(calls.count) such answers."
        let severity: Severity? = variant == "after-cancel" ? .warning : nil
        return RuleMatch(title, variant: variant, severity, from: answer.frame.at, on: answer.connection)
            .proof(answer.frame, "toolResponse").number("answers", calls.count)
    }

    /// Several calls of one message, of which some have been answered for a while and others have not.
    private static func partial(_ context: RuleContext) -> RuleMatch? {
        let calls = Array(context.session.tools.recent) + context.session.tools.pending
        for call in context.session.tools.pending {
            guard let calledAt = call.calledAt, context.now - calledAt >= .seconds(10),
                !ToolMode.isBackground(call, context.session)
            else { continue }
            let siblings = calls.filter { $0.sequence == call.sequence && $0.connection == call.connection }
            let answered = siblings.count { $0.outcome == .answered }
            guard answered > 0, answered < siblings.count else { continue }
            return RuleMatch(
                "\(answered) of \(siblings.count) calls of one message were answered; \(call.name) was not.",
                variant: "partial", from: calledAt, to: context.now, on: call.connection
            )
            .proof(call.sequence.map { FrameMark(sequence: $0, at: calledAt) }, "toolCall")
            .number("calls", siblings.count).number("answered", answered).standing(.passing(of: .connection))
        }
        return nil
    }
}

extension RuleID {
    static let toolResponseMismatch: RuleID = "tool-response-mismatch"
}

private let scripts: [Example] = [
    Example("unknown-id") {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(id: "c9")
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer()
    },
    Example("no-id") {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(id: nil)
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer()
    },
    Example("duplicate") {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(); $0.answer()
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer()
    },
    Example("wrong-name") {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer("seek")
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer("find")
    },
    Example("after-cancel", .warning) {
        $0.begin(.function); $0.exchange(); $0.call(); $0.cancel(); $0.answer(after: 1)
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.cancel()
    },
]

extension StagedCall {
    fileprivate mutating func cancel() { server(#"{"toolCallCancellation":{"ids":["c1"]}}"#, after: 0.2) }
}
