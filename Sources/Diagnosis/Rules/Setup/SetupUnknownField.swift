import LiveProtocol
import SessionModel

extension Rule {
    /// `setup-unknown-field`: a field is misplaced or not offered by this surface or version.
    static let setupUnknownField = Rule(
        .setupUnknownField, .setup, .p1, .error,
        title: "a field of the setup is not known here",
        cause: "The SDK is newer or older than the endpoint, or the field stands in the wrong place.",
        fix: "Remove the field, or move it to where this version of the API has it.",
        source: "sohzm/cheating-daddy#478; google/adk-python#2206; F3, F8, F9",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.practices(.transparentResumption), .reference(.alphaFields)],
        closes: [CloseReason(1007, .before, says: "unknown name")],
        examples: scripts
    ) { context in
        context.closes(by: .setupUnknownField).compactMap { observed($0, context) }
            + context.connections.compactMap(predicted)
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let name = end.reason.flatMap(quoted) ?? "a field"
        let match = RuleMatch.end(end, "The service does not know \(name): \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "setup, API version \(clock.opening?.endpoint.version ?? "–")")
        guard let hint = modelHint(for: name, clock.setup) ?? SetupField.hint(for: name) else { return match }
        return match.cured(by: hint)
    }

    /// Where the model does not take the field in any version, moving to another version is no cure.
    private static func modelHint(for name: String, _ setup: SetupSummary?) -> String? {
        guard let setup else { return nil }
        let field = name.filter { $0 != "_" }.lowercased()
        return ModelFields.findings(in: setup).first { finding in
            finding.row.effect == .refused && finding.row.field.lowercased().hasSuffix(field)
        }?.row.fix
    }

    /// What stands in the first quotes of the reason: it may be cut behind that.
    private static func quoted(_ reason: String) -> String? {
        let pieces = reason.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return pieces.count == 3 ? String(pieces[1]) : nil
    }

    private static func predicted(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.isAwaitingAcceptance, let setup = clock.setup else { return nil }
        let names = SetupField.refused(in: setup, clock)
        guard let first = names.first else { return nil }
        let match = RuleMatch(
            "The setup has \(names.joined(separator: ", ")), which this surface or version does not take.", .warning,
            from: setup.at, on: clock.id
        )
        .predicted().proof(clock.conduct.setups.first, "setup, API version \(clock.opening?.endpoint.version ?? "–")")
        return SetupField.hint(for: first).map(match.cured) ?? match
    }
}

/// Fields that are known to be refused, and what to do about each.
enum SetupField {
    static func hint(for name: String) -> String? {
        switch String(name.filter { $0 != "_" }).lowercased() {
        case "proactivity", "enableaffectivedialog": "Use v1alpha: the Gemini API has it there only."
        case "transparent": "Remove it: transparent resumption is Vertex only. Take care of the replay yourself."
        case "safetysettings":
            "Remove it: the Live socket of the Gemini API refuses it although the SDK's types have it."
        case "inputaudiotranscription", "outputaudiotranscription":
            "Move it up: it is a sibling of generationConfig, not a member."
        case "speechconfig", "responsemodalities": "Move it down, into generationConfig."
        case "additionalproperties", "$schema", "$ref":
            "Strip it from the function's parameters, or use parametersJsonSchema."
        case "explicitvadsignal", "labels": "Remove it: it is Vertex only."
        default: nil
        }
    }

    /// Fields of the setup that its surface and version are known to refuse.
    static func refused(in summary: SetupSummary, _ clock: ConnectionClock) -> [String] {
        let setup = summary.setup
        var names = misplaced(clock.conduct.unknownPaths)
        guard summary.surface == .geminiAPI else { return names }
        let isAlpha = clock.opening?.endpoint.version == "v1alpha"
        if !isAlpha, setup.proactiveAudio != nil || setup.proactiveVideo != nil { names.append("proactivity") }
        if !isAlpha, setup.generation.enableAffectiveDialog != nil { names.append("enableAffectiveDialog") }
        if setup.resumption?.isTransparent == true { names.append("transparent") }
        if setup.hasSafetySettings { names.append("safetySettings") }
        if setup.hasLabels { names.append("labels") }
        if setup.explicitVADSignal != nil { names.append("explicitVadSignal") }
        return names
    }

    private static func misplaced(_ paths: [String]) -> [String] {
        paths.compactMap { path in
            guard path.hasPrefix("setup."), let name = path.split(separator: ".").last.map(String.init) else {
                return nil
            }
            return hint(for: name) == nil ? nil : name
        }
    }
}

extension RuleID {
    static let setupUnknownField: RuleID = "setup-unknown-field"
}

private let scripts: [Example] = [
    Example {
        $0.begin(#""proactivity":{"proactiveAudio":true}"#, isAccepted: false)
        $0.close(1007, #"Invalid JSON payload received. Unknown name "proactivity" at 'setup'"#, after: 0.1)
    } silent: {
        $0.begin(#""proactivity":{"proactiveAudio":true}"#); $0.exchange()
    },
    Example(nil, .warning) {
        $0.begin(#""sessionResumption":{"transparent":true}"#, isAccepted: false)
    } silent: {
        $0.begin(#""sessionResumption":{}"#, isAccepted: false)
    },
]
