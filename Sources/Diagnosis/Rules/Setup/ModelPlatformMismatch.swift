import LiveProtocol
import SessionModel

extension Rule {
    /// `model-platform-mismatch`: the name belongs to the other platform or region.
    static let modelPlatformMismatch = Rule(
        .modelPlatformMismatch, .setup, .p1, .error,
        variants: ["publisher-model", "other-platform", "location", "not-live"],
        title: "the model's name belongs elsewhere",
        cause: "Gemini API and Vertex AI name their models differently, and Vertex has Live in some locations only.",
        fix: """
            Use the identifier that is documented for this platform. On Vertex use a regional endpoint such as \
            us-central1 or europe-west4: a model may be listed where the handshake refuses it.
            """,
        source: "LiveKit/1011 report; livekit/agents#2274, #1653; F15",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.livekit(.wrongModel)],
        closes: [CloseReason(1008, .before, says: "publisher model", variant: "publisher-model")],
        examples: scripts
    ) { context in
        context.closes(by: .modelPlatformMismatch).compactMap { observed($0, context) }
            + context.connections.compactMap(predicted)
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let model = clock.setup?.setup.model ?? "no model"
        let surface = clock.opening?.endpoint.surface.rawValue ?? "unknown"
        return RuleMatch.end(end, "\(model) does not work on \(surface): \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "setup.model = \(model), surface \(surface)")
            // 1011 says nothing by itself.
            .unsure(if: end.code?.rawValue == 1011)
    }

    private static func predicted(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup, let doubt = ModelPlatform.doubt(about: setup),
            doubt != .notLive
        else { return nil }
        let model = setup.setup.model ?? "–"
        return RuleMatch(
            doubt == .location
                ? "\(model): Live is not served from the location global."
                : "\(model) is a name of the other platform.",
            variant: doubt.rawValue, .warning, from: setup.at, on: clock.id
        )
        .predicted().proof(clock.conduct.setups.first, "setup.model = \(model), surface \(setup.surface.rawValue)")
    }
}

extension RuleID {
    static let modelPlatformMismatch: RuleID = "model-platform-mismatch"
}

private let scripts: [Example] = [
    Example("publisher-model") {
        $0.begin(isAccepted: false); $0.close(1008, "Publisher model projects/p/x not found", after: 0.2)
    } silent: {
        $0.begin(isAccepted: false); $0.close(1008, "models/x is not found for API version v1", after: 0.2)
    },
    Example("other-platform") {
        $0.begin(model: "models/gemini-live-2.5-flash", isAccepted: false)
        $0.close(1011, "Internal error occurred.", after: 1)
    } silent: {
        $0.begin(isAccepted: false); $0.close(1011, "Internal error occurred.", after: 1)
    },
]
