/// A step of an interaction, as `step.start` announces it.
public struct InteractionStep: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case modelOutput, userInput, thought
        /// The client is to run a function.
        case functionCall
        /// The result of one, as the service took it.
        case functionResult
        /// The service runs a tool, and what came of it: named as on the wire without `_call`, `google_search`.
        case serviceCall(String)
        case serviceResult(String)
        case unknown
    }

    public var kind = Kind.unknown
    /// Of a call; of a result, that of its call.
    public var id: String?
    public var name: String?
    /// The JSON text of the wire; nil when absent or empty.
    public var arguments: String?
    public var result: String?
    public var contents: [InteractionContent] = []
    public var summary: String?
    public var error: ServerError?

    public init() {}
}

extension InteractionStep {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        let type = node["type"]?.string ?? ""
        kind = Kind(type)
        if kind == .unknown { _ = reader.checked(type, in: [], "step.type") }
        for (key, value) in node.fields {
            switch key {
            case "type", "signature", "isError", "searchType", "retrievalType": break
            case "id", "callId": id = value.string
            case "name": name = name.map { "\($0)/\(value.string ?? "")" } ?? value.string
            case "serverName": name = value.string.map { server in name.map { "\(server)/\($0)" } ?? server }
            case "arguments": arguments = value.isEmptyObject ? nil : value.sourceText
            case "result": result = value.sourceText
            case "content": contents = InteractionContent.list(value, "step.content", &reader)
            case "summary": summary = value.elements.compactMap { $0["text"]?.string }.joined()
            case "error": error = ServerError(interactionStatus: value, &reader)
            default: reader.unknown("step", key)
            }
        }
    }
}

extension InteractionStep.Kind {
    /// From a step's `type`, or the `type` of a delta of such a step.
    init(_ type: String) {
        switch type {
        case "model_output": self = .modelOutput
        case "user_input": self = .userInput
        case "thought": self = .thought
        case "function_call": self = .functionCall
        case "function_result": self = .functionResult
        default:
            let tool = Self.tools.first { type == "\($0)_call" || type == "\($0)_result" }
            self = tool.map { type.hasSuffix("_call") ? .serviceCall($0) : .serviceResult($0) } ?? .unknown
        }
    }

    static let tools = [
        "google_search", "google_maps", "url_context", "code_execution", "file_search", "retrieval", "mcp_server_tool",
        "tool_search", "processing",
    ]
}

extension JSONNode {
    var isEmptyObject: Bool {
        var members = members
        return isObject && members.next() == nil
    }
}
