import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `tool-response-missing`: a call is not answered, or slowly.
    static let toolResponseMissing = Rule(
        .toolResponseMissing, .tools, .p1, .error, variants: ["slow", "missing"],
        title: "a tool call without an answer",
        cause: "The model waits: until the answer comes the user hears nothing, and further turns wait too.",
        fix: """
            Answer every call, also when it failed. Let the model say something before a slow function, and declare \
            it NON_BLOCKING where the model can do that.
            """,
        code: .toolResponse,
        source: "Live API guide (execution pauses until results); livekit/agents#6002; F3",
        standing: .ofCalls,
        thresholds: [.toolSlow, .toolMissing, .toolBackground],
        explains: [.sessionGoneSilent, .speechUnanswered, .turnLatencyHigh],
        covers: [.guide(.toolsPause)],
        examples: scripts
    ) { context in
        let calls = (Array(context.session.tools.recent) + context.session.tools.pending).compactMap {
            wait(of: $0, context)
        }
        let missing = calls.filter { $0.isMissing }
        return [
            summary(missing, "missing", .error, context),
            summary(calls.filter { !$0.isMissing }, "slow", .warning, context),
        ]
        .compactMap { $0 }
    }

    private struct Wait {
        var call: ToolCall
        var duration: Duration
        var isMissing: Bool
    }

    /// Nil for a call that was answered in time.
    private static func wait(of call: ToolCall, _ context: RuleContext) -> Wait? {
        guard let calledAt = call.calledAt, call.outcome != .cancelled, call.outcome != .late else { return nil }
        // An id is valid on the connection that follows: the call is open until the session's last one ends.
        let end = (context.connections.last?.id ?? call.connection).flatMap { context.end(of: $0)?.at }
        let until = call.answeredAt ?? end ?? context.now
        let duration = until - calledAt
        let isUnanswered = call.outcome == .unanswered || call.outcome == .pending
        if ToolMode.isBackground(call, context.session) {
            // A model that has said nothing since waits for it, whatever it may do.
            let hasSpoken = context.connections.contains { clock in
                clock.conduct.modelOutput.last.map { $0.at > calledAt } ?? false
            }
            let limit = context.thresholds.seconds(hasSpoken ? .toolBackground : .toolMissing)
            return isUnanswered && duration >= limit ? Wait(call: call, duration: duration, isMissing: true) : nil
        }
        guard duration > context.thresholds.seconds(.toolSlow) else { return nil }
        let isMissing = isUnanswered && (end != nil || duration >= context.thresholds.seconds(.toolMissing))
        return Wait(
            call: call, duration: duration,
            isMissing: isMissing || duration >= context.thresholds.seconds(.toolMissing))
    }

    private static func summary(
        _ waits: [Wait], _ variant: String, _ severity: Severity, _ context: RuleContext
    ) -> RuleMatch? {
        guard let worst = waits.max(by: { $0.duration < $1.duration }), let calledAt = worst.call.calledAt else {
            return nil
        }
        let name = "\(worst.call.name)\(worst.call.id.map { " (\($0))" } ?? "")"
        let isOver = worst.call.answeredAt != nil
        let title =
            isOver
            ? "\(name) was answered after \(Words.time(worst.duration))."
            : "\(name) has had no answer for \(Words.time(worst.duration))."
        var match = RuleMatch(
            waits.count == 1 ? title : "\(waits.count) calls waited; \(title)", variant: variant, severity,
            from: calledAt, to: calledAt + worst.duration, on: worst.call.connection)
        match = match.proof(worst.call.sequence.map { FrameMark(sequence: $0, at: calledAt) }, "toolCall \(name)")
        if let answer = worst.call.answer, answer.connection == worst.call.connection {
            match = match.proof(answer.frame, "toolResponse")
        }
        if !isOver, let last = context.connections.last, last.id != worst.call.connection {
            match = match.because("The connection changed while the function ran, and its result was dropped.")
                .cured(by: "The id is valid on the new connection: keep results over a reconnect and send them there.")
        }
        return match.number("waited_s", worst.duration.seconds).number("calls", waits.count)
            .gravity(worst.duration.seconds)
    }
}

/// Whether the model goes on while a function runs.
enum ToolMode {
    static func behavior(of name: String, _ setup: Setup?) -> String? {
        for case .function(name, let behavior) in setup?.tools ?? [] { return behavior }
        return nil
    }

    static func isBackground(_ call: ToolCall, _ session: SessionState) -> Bool {
        switch behavior(of: call.name, session.setup?.setup) {
        case "NON_BLOCKING": true
        case "BLOCKING": false
        default: session.setup?.family.blocksOnTools == false
        }
    }
}

extension RuleID {
    static let toolResponseMissing: RuleID = "tool-response-missing"
}

extension Threshold {
    static let toolSlow = Threshold("tool_slow_s", 3, "a blocking call that takes longer is slow")
    static let toolMissing = Threshold("tool_missing_s", 15, "a call that the model waits for longer is not answered")
    static let toolBackground = Threshold(
        "tool_background_s", 60, "a call in the background that takes longer is not answered")
}

private let scripts: [Example] = [
    Example("missing", after: 16) {
        $0.begin(.function); $0.exchange(); $0.call()
    } silent: {
        $0.begin(.backgroundFunction); $0.exchange(); $0.call(); $0.speak()
    },
    Example("slow", .warning) {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(after: 5)
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.answer(after: 0.5)
    },
    Example("missing", after: 16, calls: { reconnected(isAnswered: false) }, silent: { reconnected(isAnswered: true) }),
]

/// The client changes connections while the function runs.
private func reconnected(isAnswered: Bool) -> [StagedCall] {
    var first = StagedCall(1)
    first.begin(#""sessionResumption":{},"tools":[{"functionDeclarations":[{"name":"find"}]}]"#)
    first.exchange()
    first.handle("h1")
    first.call()
    first.close(1000, by: .client, after: 0.2)
    var second = StagedCall(2, start: first.elapsed + 0.2)
    second.begin(.resuming("h1"))
    if isAnswered { second.answer(after: 0.1) }
    second.exchange()
    return [first, second]
}
