/// A piece of what one side says: an element of `content[]`, or a delta of a step.
public enum InteractionContent: Hashable, Sendable {
    case text(String)
    /// Audio, images, video and documents; the rate of audio is in the type, as the other protocol writes it.
    case media(Blob)
    /// Media that the service fetches itself.
    case file(mimeType: String?, uri: String)
    case functionResult(FunctionResponse)
    case unknown
}

extension InteractionContent {
    init(_ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) {
        switch node["type"]?.string {
        case "text":
            reader.expect(only: ["type", "text", "annotations"], in: node, path)
            self = .text(node["text"]?.string ?? "")
        case "audio", "image", "video", "document": self = Self.media(node, path, &reader)
        case "function_result":
            reader.expect(only: Self.resultFields, in: node, path)
            self = .functionResult(FunctionResponse(interaction: node))
        case let type:
            _ = reader.checked(type ?? "", in: [], "content.type")
            self = .unknown
        }
    }

    static func list(_ node: JSONNode?, _ path: StaticString, _ reader: inout MessageReader) -> [InteractionContent] {
        guard let node else { return [] }
        if let text = node.string { return [.text(text)] }
        if node.isObject { return [InteractionContent(node, path, &reader)] }
        return node.elements.map { InteractionContent($0, path, &reader) }
    }

    /// `input`.
    static func list(input node: JSONNode, _ reader: inout MessageReader) -> [InteractionContent] {
        reader.expect(only: ["eventType", "content"], in: node, "input")
        return list(node["content"], "input.content", &reader)
    }

    private static func media(
        _ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader
    ) -> InteractionContent {
        reader.expect(only: mediaFields, in: node, path)
        let type = node["mimeType"]?.string
        if node["data"] == nil, let uri = node["uri"]?.string { return .file(mimeType: type, uri: uri) }
        return .media(Blob(mimeType: sounding(type, node), base64: node["data"]?.stringBytes ?? []))
    }

    /// The type with the rate and channels that stand beside it.
    private static func sounding(_ type: String?, _ node: JSONNode) -> String? {
        guard node["type"]?.string == "audio" else { return type ?? node["type"]?.string.map { "\($0)/*" } }
        var type = type ?? "audio/pcm"
        let rate = node["sampleRate"]?.count ?? node["rate"]?.count
        if let rate, !type.contains("rate=") { type += ";rate=\(rate)" }
        if let channels = node["channels"]?.count, !type.contains("channels=") { type += ";channels=\(channels)" }
        return type
    }

    private static let mediaFields: [StaticString] = [
        "type", "data", "mimeType", "uri", "sampleRate", "rate", "channels", "resolution", "processing", "annotations",
    ]
    private static let resultFields: [StaticString] = ["type", "callId", "id", "name", "result", "isError"]
}

extension FunctionResponse {
    /// A `function_result`.
    init(interaction node: JSONNode) {
        self.init(
            id: (node["callId"] ?? node["id"])?.string, name: node["name"]?.string ?? "",
            response: node["result"]?.sourceText)
    }
}
