import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `unsupported-by-model`: a field that this model does not take, or cannot do without.
    static let unsupportedByModel = Rule(
        .unsupportedByModel, .setup, .p1, .error, variants: ["refused", "suspect", "preflight", "ignored"],
        title: "a field that the model does not take",
        cause: "Models take different fields, and what one needs another refuses.",
        fix: "Leave out what the reason names, or use a model that has it; `livetop lint` says what a model takes.",
        source: "docs/protocol.md#models-and-fields, each row with its own",
        traits: [.needsNoTimes, .endsConnection],
        // While a setup has no answer the time decides.
        cue: .steps(isAwake: { $0.isSettingUp }),
        explains: [.handshakeFailed, .setupInvalidArgument, .midSessionPayloadRejected, .toolModeUnsupported],
        covers: [.reference(.alphaFields)],
        closes: [
            CloseReason(
                nil, says: "not supported for this model", "not supported by this model",
                "not supported with this model", "not supported for the model", "not supported by the model",
                "not available for this model", "must be specified for this model", "is required for this model",
                "this model does not support", variant: "refused")
        ],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            guard clock.isLive, clock.refusal == nil else { return nil }
            return refused(clock, context) ?? suspected(clock, context) ?? foreseen(clock) ?? ignored(clock, context)
        }
    }

    // MARK: The reason says it

    private static func refused(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let end = context.end(of: clock.id), end.verdict?.rule == .unsupportedByModel, let reason = end.reason
        else { return nil }
        let model = clock.setup?.model ?? "The model"
        guard let row = ModelFields.row(meaning: reason, clock.setup) else {
            return RuleMatch.end(
                end, "\(model) does not take something that was sent: \(end.words).", from: clock.setupAt
            )
            .proof(clock.conduct.setups.first, "setup").proof(clock.conduct.lastUp, "last frame of the client")
            .because("The reason names what it is; livetop's table of \(ModelFields.dated) does not know it.")
        }
        let written = clock.setup.flatMap(row.find)
        let responses = clock.conduct.scheduledResponses
        let isResponse = row.moment == .toolResponse
        let what = isResponse ? "scheduling in a function response" : written ?? row.field
        let verb = row.effect == .required ? "cannot do with" : "does not take"
        return RuleMatch.end(end, "\(model) \(verb) \(what): \(end.words).", from: clock.setupAt)
            .proof(
                isResponse ? responses.last ?? clock.conduct.toolResponses.last : clock.conduct.setups.first,
                isResponse ? "toolResponse with scheduling" : "setup: \(what)"
            )
            .because("\(row.field) is \(row.effect.words) by \(model) (\(row.source)).").cured(by: row.fix)
    }

    // MARK: The reason says nothing, and the table knows

    private static func suspected(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let setup = clock.setup else { return nil }
        let found = ModelFields.findings(in: setup).filter { $0.row.isFatal }
        guard !found.isEmpty else { return nil }
        let (model, list) = (setup.model ?? "the model", words(found))
        let match: RuleMatch
        if let end = context.end(of: clock.id), isUnspoken(end, clock) {
            match = RuleMatch.end(end, "\(list): \(model) is known to refuse that; \(end.words).", from: clock.setupAt)
        } else {
            let until = context.end(of: clock.id)?.at ?? context.now
            guard context.session.isTimed, clock.setupCompleteAt == nil, context.end(of: clock.id)?.isUnasked != true,
                until - setup.at >= context.thresholds.seconds(.setupTimeout)
            else { return nil }
            match = RuleMatch(
                "No setupComplete in \(Words.time(until - setup.at)): \(model) is known to refuse \(list).",
                from: setup.at, to: until, on: clock.id
            ).number("waited_s", (until - setup.at).seconds)
        }
        var suspect = match
        suspect.variant = "suspect"
        return suspect.proof(clock.conduct.setups.first, "setup: \(list)").because(cause(found)).cured(by: fixes(found))
    }

    /// Closed over an argument that nobody names, at the setup or before the model has said anything.
    private static func isUnspoken(_ end: ConnectionEnd, _ clock: ConnectionClock) -> Bool {
        guard let verdict = end.verdict else { return false }
        if verdict.rule == .setupInvalidArgument { return true }
        return verdict.rule == .midSessionPayloadRejected && verdict.variant == "invalid-argument"
            && clock.conduct.modelOutput.isEmpty
    }

    // MARK: Before anything goes wrong

    /// Fields that other rules tell of at the same time.
    private static let told: Set = [
        "generationConfig.responseModalities", "sessionResumption.transparent", "explicitVadSignal",
        "tools.functionDeclarations.behavior", "safetySettings", "labels",
    ]

    private static func foreseen(_ clock: ConnectionClock) -> RuleMatch? {
        guard let setup = clock.setup, clock.isOpen, clock.closeFrame == nil, clock.conduct.modelOutput.isEmpty else {
            return nil
        }
        let isAccepted = clock.setupCompleteAt != nil
        let found = ModelFields.findings(in: setup).filter { finding in
            finding.row.isFatal && !told.contains(finding.row.field)
                && (!isAccepted || finding.row.moment == .firstInput)
        }
        guard !found.isEmpty else { return nil }
        let list = words(found)
        return RuleMatch(
            "\(list): \(setup.model ?? "the model") is known to refuse that.", variant: "preflight", .warning,
            from: setup.at, on: clock.id
        )
        .predicted().proof(clock.conduct.setups.first, "setup: \(list)").because(cause(found)).cured(by: fixes(found))
    }

    private static func ignored(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let setup = clock.setup, clock.setupCompleteAt != nil else { return nil }
        let found = ModelFields.findings(in: setup).filter { $0.row.effect == .ignored && !told.contains($0.row.field) }
        guard !found.isEmpty else { return nil }
        return RuleMatch(
            "\(words(found)): \(setup.model ?? "the model") takes that and does nothing with it.", variant: "ignored",
            .info, from: setup.at, on: clock.id
        )
        .proof(clock.conduct.setups.first, "setup").because(cause(found)).cured(by: fixes(found))
    }

    // MARK: Words

    private static func words(_ found: [FieldFinding]) -> String { found.map(\.written).joined(separator: ", ") }

    private static func cause(_ found: [FieldFinding]) -> String {
        found.map { "\($0.row.field) is \($0.row.effect.words) (\($0.row.source))" }.joined(separator: "; ") + "."
    }

    private static func fixes(_ found: [FieldFinding]) -> String { found.map(\.row.fix).joined(separator: " ") }
}

extension ModelField.Effect {
    var words: String {
        switch self {
        case .refused: "refused"
        case .required: "required"
        case .ignored: "taken and ignored"
        case .deprecated: "deprecated"
        case .charged: "charged for"
        }
    }
}

extension SessionState {
    /// A setup of some connection has not been accepted.
    fileprivate var isSettingUp: Bool {
        let clocks = connections.span
        return clocks.indices.contains { clocks[$0].setupCompleteAt == nil }
    }
}

extension RuleID {
    static let unsupportedByModel: RuleID = "unsupported-by-model"
}

private let scripts: [Example] = [
    Example("refused") {
        $0.begin(model: live38, thinking("LOW"), isAccepted: false)
        $0.close(1007, "Thinking level is not supported for this model.", after: 0.3)
    } silent: {
        $0.begin(model: extended, thinking("LOW")); $0.exchange()
    },
    Example("refused") {
        $0.begin(model: extended, #""tools":[{"functionDeclarations":[{"name":"find","behavior":"NON_BLOCKING"}]}]"#)
        $0.call()
        $0.client(
            #"{"toolResponse":{"functionResponses":[{"id":"c1","name":"find","response":{},"scheduling":"SILENT"}]}}"#,
            after: 0.3)
        $0.close(1007, "Function response scheduling is not supported for this model.", after: 0.1)
    } silent: {
        $0.begin(model: live38, .backgroundFunction); $0.call(); $0.answer(); $0.speak(); $0.completeTurn(prompt: 100)
    },
    Example("suspect", after: 11) {
        $0.begin(model: StagedCall.live31, affective, isAccepted: false)
    } silent: {
        $0.begin(affective, isAccepted: false)
    },
    Example("suspect") {
        $0.begin(model: live38, affective); $0.audio(seconds: 0.4)
        $0.close(1007, "Request contains an invalid argument.", after: 0.1)
    } silent: {
        $0.begin(model: live38); $0.audio(seconds: 0.4)
        $0.close(1007, "Request contains an invalid argument.", after: 0.1)
    },
    Example("preflight", .warning) {
        $0.begin(model: extended, isAccepted: false)
    } silent: {
        $0.begin(model: extended, thinking("HIGH"), isAccepted: false)
    },
    Example("ignored", .info) {
        $0.begin(model: StagedCall.live31, #""tools":[{"codeExecution":{}}]"#); $0.exchange()
    } silent: {
        $0.begin(model: StagedCall.live31, #""tools":[{"googleSearch":{}}]"#); $0.exchange()
    },
]

private let live38 = "models/gemini-3.8-live"
private let extended = "models/gemini-3.8-live-extended-thinking"

private let affective: SetupFields =
    #""generationConfig":{"responseModalities":["AUDIO"],"enableAffectiveDialog":true}"#

private func thinking(_ level: String) -> SetupFields {
    #""generationConfig":{"responseModalities":["AUDIO"],"thinkingConfig":{"thinkingLevel":"\#(level)"}}"#
}
