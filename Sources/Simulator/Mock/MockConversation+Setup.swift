import LiveProtocol

extension MockConversation {
    /// Checks the setup as the service does: model, what the model refuses, handle.
    mutating func open(_ setup: ClientJSON.Setup) -> [ConversationAction] {
        let name = setup.model ?? ""
        guard let model = MockModel.named(name, on: behaviour.asOf) else {
            return close(.modelNotFound(name, version: version))
        }
        let refusals = MockRefusals(model: model, name: name, version: version)
        if let refusal = refusals.refusal(of: setup) { return close(refusal) }
        self.refusals = refusals
        self.setup = setup
        self.model = model
        if let silence = setup.realtimeInputConfig?.automaticActivityDetection?.silenceDurationMs {
            activity = SpeechGate(silence: .milliseconds(max(20, min(silence.value, 60_000))))
        }
        if let handle = setup.sessionResumption?.handle {
            switch memory.resume(handle) {
            case .unknown: return close(.sessionNotFound)
            case .stillOpen: return close(.internalError)
            case .granted(let entry):
                session = entry.session
                context = entry.context
            }
        } else {
            session = memory.newSession()
        }
        phase = .settingUp
        return [.wait(behaviour.setupTime, .setupDone), .wait(behaviour.goAwayAfter, .goAway)]
    }

    mutating func setupDone() -> [ConversationAction] {
        phase = .listening
        return [.send(ServerJSON(setupComplete: ServerJSON.SetupComplete()))]
    }

    var answersInText: Bool { setup.generationConfig?.responseModalities?.contains("TEXT") == true }

    var isActivityManual: Bool { setup.realtimeInputConfig?.automaticActivityDetection?.disabled == true }

    var mayBeInterrupted: Bool { setup.realtimeInputConfig?.activityHandling != "NO_INTERRUPTION" }

    var functionNames: [String] {
        (setup.tools ?? []).flatMap { $0.functionDeclarations ?? [] }.map(\.name)
    }
}
