import LiveProtocol
import SessionModel

extension Rule {
    /// `model-not-live`: the model does not exist here or has no Live support.
    static let modelNotLive = Rule(
        .modelNotLive, .setup, .p1, .error,
        title: "not a Live model",
        cause: "A text model, a retired preview, a model of another API version, or one that the key has no access to.",
        fix:
            "List the models whose supported methods include bidiGenerateContent for this key, and choose one of them.",
        code: cure,
        source: "livekit/agents#4414; google/adk-python#3964, #200; NousResearch/hermes-agent#114116",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.livekit(.quotaOrModel), .livekit(.verifyModel), .reference(.families)],
        examples: scripts
    ) { context in
        context.closes(by: .modelNotLive).compactMap { observed($0, context) }
            + context.connections.compactMap { predicted($0, context) }
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let model = clock.setup?.model ?? "no model"
        return RuleMatch.end(end, "\(model) cannot be used here: \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "setup.model = \(clock.setup?.setup.model ?? "–")")
    }

    private static func predicted(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup, let model = setup.model,
            ModelPlatform.isKnownNotLive(model)
        else { return nil }
        return RuleMatch("\(model) is not known as a Live model.", .warning, from: setup.at, on: clock.id)
            .predicted().proof(clock.conduct.setups.first, "setup.model = \(model)")
    }
}

extension ConnectionClock {
    /// The setup was sent and nothing is known of it: what the service will refuse can be said before it does.
    var isAwaitingAcceptance: Bool { setupAt != nil && setupCompleteAt == nil && isOpen && closeFrame == nil }
}

extension RuleID {
    static let modelNotLive: RuleID = "model-not-live"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        for model in client.models.list():
            if "bidiGenerateContent" in (model.supported_actions or []):
                print(model.name)
        """,
    js: """
        for await (const model of await ai.models.list())
          if (model.supportedActions?.includes('bidiGenerateContent')) console.log(model.name);
        """,
    raw: """
        GET /v1beta/models: supportedGenerationMethods must hold "bidiGenerateContent"
        {"setup": {"model": "models/NAME"}}
        """)

private let scripts: [Example] = [
    Example {
        $0.begin(model: "models/gemini-2.5-flash", isAccepted: false)
        $0.close(1008, "models/gemini-2.5-flash is not found for API version v1beta", after: 0.2)
    } silent: {
        $0.begin(model: "models/gemini-2.5-flash"); $0.exchange()
    },
    Example(nil, .warning) {
        $0.begin(model: "models/gemini-2.5-flash", isAccepted: false)
    } silent: {
        $0.begin(isAccepted: false)
    },
]
