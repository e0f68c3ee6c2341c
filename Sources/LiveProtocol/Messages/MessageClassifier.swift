/// Tells what a message holds without reading it: the `kind` and `kinds` of lists and exports.
public enum MessageClassifier {
    /// Nil when `bytes` are not one JSON value.
    public static func kinds(of bytes: [UInt8]) -> MessageKinds? {
        // Why it is not JSON is the decoder's to say; here it only has no kind.
        guard let document = try? JSONDocument(bytes) else { return nil }
        return kinds(of: document)
    }

    /// Both directions at once: no name means something else in the other one.
    public static func kinds(of document: JSONDocument) -> MessageKinds { kinds(ofMembers: document.root) }

    /// What the members of an object hold, wherever it stands in its document.
    public static func kinds(ofMembers node: JSONNode) -> MessageKinds {
        var kinds = MessageKinds()
        for (key, value) in node.fields {
            switch key {
            case "realtimeInput": realtimeInput(value, &kinds)
            case "serverContent": serverContent(value, &kinds)
            case "setup": kinds.insert(.setup)
            case "setupComplete": kinds.insert(.setupComplete)
            case "toolCall": kinds.insert(.toolCall)
            case "toolCallCancellation": kinds.insert(.toolCallCancellation)
            case "toolResponse": kinds.insert(.toolResponse)
            case "goAway": kinds.insert(.goAway)
            case "sessionResumptionUpdate": kinds.insert(.sessionResumptionUpdate)
            case "clientContent": kinds.insert(.clientContent)
            case "usageMetadata": kinds.insert(.usageMetadata)
            case "eventType": interaction(node, &kinds)
            case "events": for event in value.elements { interaction(event, &kinds) }
            default: break
            }
        }
        return kinds
    }

    private static func realtimeInput(_ input: JSONNode, _ kinds: inout MessageKinds) {
        for (key, value) in input.fields {
            switch key {
            case "audio": kinds.insert(.realtimeAudio)
            case "video": kinds.insert(.realtimeVideo)
            case "text": kinds.insert(.realtimeText)
            case "activityStart": kinds.insert(.activityStart)
            case "activityEnd": kinds.insert(.activityEnd)
            case "audioStreamEnd": if value.bool != false { kinds.insert(.audioStreamEnd) }
            case "mediaChunks":
                for chunk in value.elements { kinds.insert(isAudio(chunk) ? .realtimeAudio : .realtimeVideo) }
            default: break
            }
        }
    }

    private static func serverContent(_ content: JSONNode, _ kinds: inout MessageKinds) {
        for (key, value) in content.fields {
            switch key {
            case "modelTurn": modelTurn(value, &kinds)
            case "interrupted": if value.bool == true { kinds.insert(.interrupted) }
            case "inputTranscription": kinds.insert(.inputTranscription)
            case "outputTranscription": kinds.insert(.outputTranscription)
            case "generationComplete": if value.bool == true { kinds.insert(.generationComplete) }
            case "audioChunks": kinds.insert(.audio)
            case "turnComplete": if value.bool == true { kinds.insert(.turnComplete) }
            default: break
            }
        }
    }

    private static func modelTurn(_ turn: JSONNode, _ kinds: inout MessageKinds) {
        guard let parts = turn["parts"] else { return }
        for part in parts.elements {
            for (key, value) in part.fields {
                switch key {
                case "text": kinds.insert(.text)
                case "inlineData": if isAudio(value) { kinds.insert(.audio) }
                default: break
                }
            }
        }
    }

    private static func isAudio(_ blob: JSONNode) -> Bool {
        guard let type = blob["mimeType"]?.stringBytes else { return false }
        return type.count >= 6 && zip(type, "audio/".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
