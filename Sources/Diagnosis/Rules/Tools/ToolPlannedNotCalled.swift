import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `tool-planned-not-called`: the thoughts speak of a call that never comes.
    static let toolPlannedNotCalled = Rule(
        .toolPlannedNotCalled, .tools, .p1, .warning, variants: ["schema", "plain"],
        title: "a function is planned and not called",
        cause: "The model writes the call into its thoughts or its answer instead of making it.",
        fix: """
            State in the function's description when to call it and in the system instruction that it is to be called and \
            not described; declare as few functions as possible.
            """,
        source: "Live API guide (audio weakens function calling); public reports of 2025-11 to 2026-11",
        traits: [.needsNoTimes],
        thresholds: [.plannedCalls],
        covers: [.guide(.audioAndTools), .practices(.tools)],
        examples: scripts
    ) { context in
        let session = context.session
        guard let setup = session.setup else { return [] }
        let names = setup.setup.tools.compactMap { tool -> String? in
            if case .function(let name, _) = tool, name.utf8.count >= 3 { name } else { nil }
        }
        let made = Set(session.tools.recent.map(\.name) + session.tools.pending.map(\.name))
        return names.filter { !made.contains($0) }.compactMap { match($0, setup, context) }
    }

    private static func match(_ name: String, _ setup: SetupSummary, _ context: RuleContext) -> RuleMatch? {
        let turns = context.session.turns.recent.filter { turn in
            turn.toolCalls == 0 && turn.completedAt != nil
                && (plans(turn.thoughts.value, name) || plans(turn.modelText.value, name))
        }
        guard turns.count >= Int(clamping: context.thresholds[.plannedCalls]), let first = turns.first,
            let last = turns.last
        else { return nil }
        let isSchema = setup.setup.jsonSchemaFunctions.contains(name)
        let match = RuleMatch(
            "\(name) is planned in \(turns.count) turns, and not called once.", variant: isSchema ? "schema" : "plain",
            from: first.openedAt, to: last.completedAt, on: first.connection
        )
        .proof(at: first.openedAt, "“\(excerpt(first, name))”")
        .proof(context.clock(setup.connection)?.conduct.setups.last, "declaration of \(name)")
        .number("turns", turns.count).number("calls", 0)
        guard isSchema else { return match }
        return match.because(
            "\(name) is declared by parametersJsonSchema, which \(setup.model ?? "this model") takes and does not see as parameters."
        )
        .cured(
            by:
                "Declare its parameters as `parameters` (types in capitals: OBJECT, STRING), not as parametersJsonSchema."
        )
    }

    /// The name as a word of its own, with an argument list behind it or a word for calling before it.
    private static func plans(_ text: String, _ name: String) -> Bool {
        guard text.hasPart(name) else { return false }
        if text.hasPart(name + "(") { return true }
        let lower = text.lowercased()
        let words = ["call ", "calling ", "use ", "using ", "invoke ", "invoking ", "run ", "execute "]
        return words.contains { word in
            [name, "`\(name)", "the \(name)", "the `\(name)"].contains { lower.hasPart(word + $0.lowercased()) }
        }
    }

    private static func excerpt(_ turn: Turn, _ name: String) -> String {
        let text = plans(turn.thoughts.value, name) ? turn.thoughts.value : turn.modelText.value
        return String(text.split(whereSeparator: \.isNewline).first { $0.contains(name) }?.prefix(60) ?? "")
    }
}

extension RuleID {
    static let toolPlannedNotCalled: RuleID = "tool-planned-not-called"
}

extension Threshold {
    static let plannedCalls = Threshold("planned_call_count", 2, "a function planned in so many turns should be called")
}

private let scripts: [Example] = [
    Example("schema", .warning) {
        $0.begin(declared(by: "parametersJsonSchema")); $0.planning(); $0.planning()
    } silent: {
        $0.begin(declared(by: "parameters")); $0.planning(isCalled: true); $0.planning()
    },
    Example("plain", .warning) {
        $0.begin(declared(by: "parameters")); $0.planning(); $0.planning()
    } silent: {
        $0.begin(declared(by: "parameters")); $0.planning(); $0.exchange()
    },
]

private func declared(by field: String) -> SetupFields {
    #""outputAudioTranscription":{},"tools":[{"functionDeclarations":[{"name":"get_weather","description":"Call it when asked.","\#(field)":{"type":"OBJECT","properties":{"city":{"type":"STRING"}}}}]}]"#
}

extension StagedCall {
    fileprivate mutating func planning(isCalled: Bool = false) {
        text("What is the weather in Bern?", after: 1)
        let part = #"{"text":"I will call get_weather(city=Bern) and then tell the user.","thought":true}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[\#(part)]}}}"#, after: 0.4)
        if isCalled {
            call("get_weather")
            answer("get_weather")
        }
        speak()
        outputTranscript("Let me check the weather in Bern.")
        completeTurn(prompt: 100)
    }
}
