import LiveProtocol
import SessionModel

extension Rule {
    /// `model-path-malformed`: `setup.model` is written as the other service writes it, or as nobody does.
    static let modelPathMalformed = Rule(
        .modelPathMalformed, .setup, .p1, .error, variants: ["vertex-path", "gemini-path", "shape"],
        title: "the model's path has the wrong form",
        cause: "The Gemini API names models `models/ID`, Vertex `projects/P/locations/L/publishers/google/models/ID`.",
        fix: "Write the path as the service that is called has it.",
        source: "google-genai 3.6.1, @google/genai 2.18.0 (how they write names of models)",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        explains: [.handshakeFailed, .setupInvalidArgument, .modelPlatformMismatch, .modelNotLive],
        closes: [
            CloseReason(nil, .before, says: "invalid resource field value", "invalid resource name") { $0.pathVariant }
        ],
        examples: scripts
    ) { context in
        context.closes(by: .modelPathMalformed).compactMap { observed($0, context) }
            + context.connections.compactMap(predicted)
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let written = clock.setup?.setup.model ?? "nothing"
        let form = clock.setup.flatMap(ModelPath.init)
        let what = form?.words ?? "which the service cannot read"
        return RuleMatch.end(end, "setup.model is \(written), \(what): \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "setup.model = \(written)").cured(by: form?.cure ?? ModelPath.rule)
    }

    private static func predicted(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup, let form = ModelPath(setup) else { return nil }
        let written = setup.setup.model ?? "–"
        return RuleMatch(
            "setup.model is \(written), \(form.words).", variant: form.variant, .warning, from: setup.at, on: clock.id
        )
        .predicted().proof(clock.conduct.setups.first, "setup.model = \(written)").cured(by: form.cure)
    }
}

extension CloseCase {
    fileprivate var pathVariant: String { clock.setup.flatMap(ModelPath.init)?.variant ?? "shape" }
}

extension RuleID {
    static let modelPathMalformed: RuleID = "model-path-malformed"
}

private let scripts: [Example] = [
    Example("vertex-path") {
        $0.begin(model: vertexPath, isAccepted: false)
        $0.close(1007, "Invalid resource field value in the request.", after: 0.2)
    } silent: {
        $0.begin(isAccepted: false); $0.close(1007, "Request contains an invalid argument.", after: 0.2)
    },
    Example("gemini-path", .warning, calls: { [waiting("models/gemini-live-2.5-flash", on: .vertex)] }) {
        [waiting("publishers/google/models/gemini-live-2.5-flash", on: .vertex)]
    },
    Example("shape", .warning, calls: { [waiting("models/models/gemini-3.8-live", on: .geminiAPI)] }) {
        [waiting("models/gemini-3.8-live", on: .geminiAPI)]
    },
]

private let vertexPath = "models/projects/p/locations/us-central1/publishers/google/models/gemini-live-2.5-flash"

private func waiting(_ model: String, on surface: Endpoint.Surface) -> StagedCall {
    var call = StagedCall(surface: surface)
    call.begin(model: model, isAccepted: false)
    return call
}
