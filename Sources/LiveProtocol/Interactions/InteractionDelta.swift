/// A piece of a step, as `step.delta` brings it.
public enum InteractionDelta: Hashable, Sendable {
    case content(InteractionContent)
    /// The next piece of the arguments' JSON text.
    case arguments(String)
    case thought(String)
    /// A tool of the service: its arguments or its result as the JSON text of the wire.
    case serviceCall(ServiceCall)
    case serviceResult(ServiceResult)
    /// What the answer rests on: so many sources.
    case annotations(Int)
    /// Nothing that livetop shows.
    case signature
    case unknown
}

extension InteractionDelta {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        let type = node["type"]?.string ?? ""
        switch type {
        case "text", "audio", "image", "video", "document":
            self = .content(InteractionContent(node, "step.delta.delta", &reader))
        case "arguments_delta":
            reader.expect(only: ["type", "arguments"], in: node, "step.delta.delta")
            self = .arguments(node["arguments"]?.string ?? "")
        case "thought_summary":
            reader.expect(only: ["type", "content"], in: node, "step.delta.delta")
            self = .thought(node["content"]?["text"]?.string ?? "")
        case "thought_signature": self = .signature
        case "text_annotation_delta":
            reader.expect(only: ["type", "annotations"], in: node, "step.delta.delta")
            self = .annotations(node["annotations"]?.elements.count ?? 0)
        default: self = Self.tool(type, node, &reader)
        }
    }

    private static func tool(_ type: String, _ node: JSONNode, _ reader: inout MessageReader) -> InteractionDelta {
        let step = InteractionStep(node, &reader)
        return switch step.kind {
        case .serviceCall(let tool):
            .serviceCall(ServiceCall(id: step.id, name: step.name ?? tool, arguments: step.arguments))
        case .serviceResult(let tool):
            .serviceResult(ServiceResult(id: step.id, name: step.name ?? tool, response: step.result))
        case .functionResult:
            .serviceResult(ServiceResult(id: step.id, name: step.name ?? "", response: step.result))
        default: .unknown
        }
    }
}
