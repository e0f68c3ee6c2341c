import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-during-tool-call`: realtime input while a blocking call is pending.
    static let inputDuringToolCall = Rule(
        .inputDuringToolCall, .tools, .p1, .error,
        title: "input while a tool call is pending",
        cause: "Some models close with 1008 when realtime input comes before a blocking call is answered.",
        fix: """
            Hold back audio, activity marks and audioStreamEnd until every call is answered, at most for 10 s; drop \
            what was held back rather than sending it late.
            """,
        source:
            "livekit/agents#4545; googleapis/js-genai#1236; D5, D6; autonomous-ai/autonomous-os#238 (not every one)",
        traits: [.endsConnection],
        explains: [.toolResponseMissing, .noResumptionConfigured],
        covers: [.guide(.toolsPause)],
        examples: scripts
    ) { context in
        context.closes(by: .inputDuringToolCall).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            let during = clock.conduct.inputDuringCall
            return RuleMatch.end(
                end, "\(Words.count(during.count, "message")) of input while a call was pending, then \(end.words).",
                from: during.first?.at
            )
            .proof(clock.conduct.toolCalls.last, "toolCall").proof(during.last, "input while the call was pending")
            .number("messages", during.count)
        }
    }
}

extension RuleID {
    static let inputDuringToolCall: RuleID = "input-during-tool-call"
}

private let scripts: [Example] = [
    Example {
        $0.begin(.function); $0.exchange(); $0.call(); $0.audio(seconds: 1); $0.close(1008, operation, after: 0.2)
    } silent: {
        $0.begin(.function); $0.exchange(); $0.call(); $0.audio(seconds: 1); $0.answer()
    }
]

private let operation = "Operation is not implemented, or supported, or enabled."
