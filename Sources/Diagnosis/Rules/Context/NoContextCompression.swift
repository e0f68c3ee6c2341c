import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `no-context-compression`: a long session without a sliding window, or one that does not work.
    static let noContextCompression = Rule(
        .noContextCompression, .context, .p1, .warning, variants: ["absent", "bad-values", "ineffective"],
        title: "no working context compression",
        cause: "Without a sliding window a session ends when its context is full: 15 minutes with audio, 2 with video.",
        fix: """
            Set contextWindowCompression.slidingWindow; for native audio a trigger of 100000 and a target of 4000 are \
            an example. The oldest history is lost by it.
            """,
        code: .compression,
        source:
            "troubleshooting guide; best practices; Live API guide; pipecat-ai/pipecat#1701; google/adk-python#2206",
        thresholds: [.compressionAdvice],
        covers: [
            .troubleshooting(.contextBeyondLimit), .troubleshooting(.historyDiscarded), .practices(.compression),
            .guide(.compression), .reference(.compression),
        ],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, let clock = context.clock(setup.connection),
            clock.setupCompleteAt != nil, clock.isLive
        else { return [] }
        let match = setup.setup.compression.map { wrong($0, setup, context) } ?? absent(setup, context)
        return match.map { [$0.proof(clock.conduct.setups.last, "setup")] } ?? []
    }

    private static func absent(_ setup: SetupSummary, _ context: RuleContext) -> RuleMatch? {
        let session = context.session
        let until = session.isOpen ? context.now : session.connections.compactMap(\.closedAt).max() ?? context.now
        let age = until - session.openedAt
        let hasVideo = session.connections.contains { !$0.conduct.video.isEmpty }
        let isLong = age >= context.thresholds.seconds(.compressionAdvice) || hasVideo && age >= .seconds(60)
        guard isLong, setup.family != .transcribe35 else { return nil }
        return RuleMatch(
            "The session lasts \(Words.time(age))\(hasVideo ? ", with video," : "") and has no context compression.",
            variant: "absent", from: setup.at, to: until, on: setup.connection
        ).number("age_s", age.seconds)
    }

    private static func wrong(
        _ compression: ContextCompression, _ setup: SetupSummary, _ context: RuleContext
    ) -> RuleMatch? {
        let tokens = context.session.tokens
        let (trigger, target) = (tokens.compressionTrigger, tokens.compressionTarget)
        if let problem = problem(trigger, target, tokens.limit?.tokens, context.session.usage.firstPrompt) {
            return RuleMatch(problem, variant: "bad-values", from: setup.at, on: setup.connection)
                .number("trigger_tokens", trigger.map(Double.init)).number("target_tokens", target.map(Double.init))
        }
        guard let trigger, let last = context.session.usage.marks.last, last.prompt > 0,
            Double(last.prompt) > Double(trigger) * 1.2
        else { return nil }
        return RuleMatch(
            """
            The prompt has \(Format.counted(last.prompt, "token")) although compression was to begin at \
            \(Format.count(trigger)).
            """,
            variant: "ineffective", from: setup.at, to: last.frame.at, on: setup.connection
        )
        .proof(last.frame, "usage: prompt \(Format.counted(last.prompt, "token"))")
        .number("prompt_tokens", Double(last.prompt)).number("trigger_tokens", Double(trigger))
        .because(
            """
            The setup asks for it, the trigger was passed\(passed(trigger, context)), and nothing shrank: \
            \(setup.model ?? "this model") does not honour it at this moment.
            """
        )
        .cured(
            by: """
                Do not rely on it: before the window is full go on in a new session with a summary, or use a model on which \
                the prompt is seen to shrink. The setup itself is right.
                """)
    }

    /// ` in turn 4`.
    private static func passed(_ trigger: Int64, _ context: RuleContext) -> String {
        let session = context.session
        let turn = session.turns.recent.first { turn in
            session.tokens.tokens(ofTurn: turn.index).map { $0.input.total > trigger } ?? false
        }
        return turn.map { " in turn \($0.index)" } ?? ""
    }

    private static func problem(_ trigger: Int64?, _ target: Int64?, _ limit: Int64?, _ first: Int64?) -> String? {
        if let trigger, let target, target >= trigger {
            return """
                Compression is to leave \(Format.counted(target, "token")), which is not less than its trigger of \
                \(Format.count(trigger)).
                """
        }
        if let trigger, let limit, trigger > limit {
            return """
                Compression begins at \(Format.counted(trigger, "token")), beyond the window of \(Format.count(limit)).
                """
        }
        if let target, let first, target < 2_000, first > target {
            return """
                Compression leaves \(Format.counted(target, "token")), less than instructions and tools take \
                (\(Format.count(first))).
                """
        }
        return nil
    }
}

extension RuleID {
    static let noContextCompression: RuleID = "no-context-compression"
}

extension Threshold {
    static let compressionAdvice = Threshold(
        "compression_advice_s", 300, "a session that lasts so long needs compression")
}

private let scripts: [Example] = [
    Example("absent", .warning, after: 301) {
        $0.talk()
    } silent: {
        $0.begin(.compression); $0.exchange()
    },
    Example("bad-values", .warning) {
        $0.begin(#""contextWindowCompression":{"triggerTokens":"1000","slidingWindow":{"targetTokens":"2000"}}"#)
    } silent: {
        $0.begin(.compression)
    },
    Example("ineffective", .warning) {
        $0.fill(to: 99_000, .compression)
    } silent: {
        $0.fill(to: 70_000, .compression)
    },
]
