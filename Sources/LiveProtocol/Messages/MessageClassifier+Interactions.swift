/// Events of Live Interactions: the name of the event, and what other messages with the same in them are called.
extension MessageClassifier {
    static func interaction(_ event: JSONNode, _ kinds: inout MessageKinds) {
        guard let name = event["eventType"]?.string else { return }
        if let kind = eventKinds[name] { kinds.insert(kind) }
        switch name {
        case "interaction.create", "interaction.connect": kinds.insert(.setup)
        case "interaction.created", "interaction.connected": kinds.insert(.setupComplete)
        case "reconnection_required": kinds.insert(.goAway)
        case "input": if let content = event["content"] { for item in content.elements { input(item, &kinds) } }
        case "step.start": if let step = event["step"] { output(step, &kinds) }
        case "step.delta": if let delta = event["delta"] { output(delta, &kinds) }
        case "step.stop", "interaction.completed", "interaction.cancelled", "interaction.canceled":
            if event["usage"] != nil || event["stepUsage"] != nil { kinds.insert(.usageMetadata) }
        default: break
        }
    }

    private static func input(_ item: JSONNode, _ kinds: inout MessageKinds) {
        switch item["type"]?.string {
        case "audio": kinds.insert(.realtimeAudio)
        case "image", "video": kinds.insert(.realtimeVideo)
        case "text": kinds.insert(.realtimeText)
        case "function_result": kinds.insert(.toolResponse)
        case "document": kinds.insert(.clientContent)
        default: break
        }
    }

    private static func output(_ item: JSONNode, _ kinds: inout MessageKinds) {
        switch item["type"]?.string {
        case "audio": kinds.insert(.audio)
        case "text": kinds.insert(.text)
        case "user_input": kinds.insert(.inputTranscription)
        case "function_call", "arguments_delta": kinds.insert(.toolCall)
        default: break
        }
    }

    private static let eventKinds: [String: MessageKind] = {
        var kinds: [String: MessageKind] = [:]
        for kind in MessageKind.interactionEvents { kinds[kind.rawValue] = kind }
        kinds["interaction.canceled"] = .interactionCancelled
        return kinds
    }()
}
