/// What a model refuses that another takes, and in which words (`docs/protocol.md#models-and-fields`).
struct MockRefusals {
    let model: MockModel
    /// As in the setup.
    let name: String
    /// As in the request path.
    let version: String

    /// Instead of `setupComplete`; nil where the model takes the setup.
    func refusal(of setup: ClientJSON.Setup) -> MockClosure? {
        modality(setup) ?? unknownField(setup) ?? thinking(setup) ?? tools(setup) ?? argument(setup)
    }

    /// With the first message after `setupComplete`.
    func refusesFirstInput(after setup: ClientJSON.Setup) -> Bool {
        isEight && setup.generationConfig?.enableAffectiveDialog == true
    }

    func refusal(of response: ClientJSON.ToolResponse) -> MockClosure? {
        guard model.family == .extended38 else { return nil }
        let isScheduled = (response.functionResponses ?? []).contains { $0.scheduling != nil }
        return isScheduled ? .unsupported("Function response scheduling is not supported for this model.") : nil
    }

    private var isEight: Bool { model.family == .live38 || model.family == .extended38 }

    private func modality(_ setup: ClientJSON.Setup) -> MockClosure? {
        let asked = setup.generationConfig?.responseModalities ?? []
        if model.speaksOnly, asked.contains("TEXT") { return .modality("TEXT", name) }
        if model.writesOnly, asked.contains("AUDIO") { return .modality("AUDIO", name) }
        return nil
    }

    private func unknownField(_ setup: ClientJSON.Setup) -> MockClosure? {
        guard setup.proactivity != nil, version != "v1alpha" else { return nil }
        return .unsupported(
            "Invalid JSON payload received. Unknown name \"proactivity\" at 'setup': Cannot find field.")
    }

    private func thinking(_ setup: ClientJSON.Setup) -> MockClosure? {
        let thinking = setup.generationConfig?.thinkingConfig
        switch model.family {
        case .live38 where thinking != nil:
            return .unsupported("Thinking level is not supported for this model.")
        case .extended38 where thinking?.thinkingLevel == nil:
            return .unsupported("Thinking level must be specified for this model.")
        case .half25 where thinking != nil:
            return .unsupported("thinking_level is not supported by this model")
        default: return nil
        }
    }

    private func tools(_ setup: ClientJSON.Setup) -> MockClosure? {
        let tools = setup.tools ?? []
        let blocks = tools.flatMap { $0.functionDeclarations ?? [] }.contains { $0.behavior == "BLOCKING" }
        if model.family == .extended38, blocks {
            return .unsupported("BLOCKING function calls are not supported for this model.")
        }
        if model.family == .native25, tools.contains(where: { $0.codeExecution != nil }) {
            return .unsupported("Code Execution tool is not supported for this model.")
        }
        return nil
    }

    private func argument(_ setup: ClientJSON.Setup) -> MockClosure? {
        if model.family == .live31, setup.generationConfig?.enableAffectiveDialog == true { return .invalidArgument }
        let detection = setup.realtimeInputConfig?.automaticActivityDetection
        let isTuned = detection?.prefixPaddingMs != nil || detection?.silenceDurationMs != nil
        let isThree = isEight || model.family == .live31
        return isThree && detection?.disabled == true && isTuned ? .invalidArgument : nil
    }
}
