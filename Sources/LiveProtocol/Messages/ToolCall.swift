/// The model asks the client to run a function: an element of `toolCall.functionCalls[]`.
public struct FunctionCall: Hashable, Sendable {
    /// Vertex may leave ids out.
    public var id: String?
    public var name: String
    /// Arguments as the JSON text of the wire, user data in its own spelling; nil when absent.
    public var arguments: String?
    /// Vertex streams arguments: more of this call follows.
    public var willContinue: Bool
    /// Pieces of the arguments, where they are streamed; `PartialArguments` puts them together.
    public var partialArguments: [PartialArgument]

    public init(
        id: String?, name: String, arguments: String? = nil, willContinue: Bool = false,
        partialArguments: [PartialArgument] = []
    ) {
        self.id = id
        self.partialArguments = partialArguments
        self.name = name
        self.arguments = arguments
        self.willContinue = willContinue
    }
}

/// The client's answer to a call: an element of `toolResponse.functionResponses[]`.
public struct FunctionResponse: Hashable, Sendable {
    public var id: String?
    public var name: String
    /// The result as the JSON text of the wire; nil when absent.
    public var response: String?
    /// `SILENT`, `WHEN_IDLE` or `INTERRUPT`: how the model takes the result of a non-blocking function.
    public var scheduling: String?
    public var willContinue: Bool
    /// Media beside the result: `parts`.
    public var partCount: Int

    public init(
        id: String?, name: String, response: String? = nil, scheduling: String? = nil, willContinue: Bool = false,
        partCount: Int = 0
    ) {
        self.id = id
        self.name = name
        self.response = response
        self.scheduling = scheduling
        self.willContinue = willContinue
        self.partCount = partCount
    }
}

extension FunctionCall {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(id: nil, name: "")
        for (key, value) in node.fields {
            switch key {
            case "id": id = value.string
            case "name": name = value.string ?? ""
            case "args": arguments = value.sourceText
            case "partialArgs": partialArguments = value.elements.map { PartialArgument($0, &reader) }
            case "willContinue": willContinue = value.isTrue
            default: reader.unknown("toolCall.functionCalls", key)
            }
        }
    }

    static func list(_ node: JSONNode, _ reader: inout MessageReader) -> [FunctionCall] {
        var calls: [FunctionCall] = []
        for (key, value) in node.fields {
            switch key {
            case "functionCalls": calls = value.elements.map { FunctionCall($0, &reader) }
            default: reader.unknown("toolCall", key)
            }
        }
        return calls
    }
}

extension FunctionResponse {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(id: nil, name: "")
        for (key, value) in node.fields {
            switch key {
            case "id": id = value.string
            case "name": name = value.string ?? ""
            case "response":
                response = value.sourceText
                // Pipecat puts it inside the response.
                scheduling = scheduling ?? value["scheduling"]?.string
            case "scheduling": scheduling = reader.checked(value.string, in: Self.schedulings, "scheduling")
            case "willContinue": willContinue = value.isTrue
            case "parts": partCount = value.elements.count
            default: reader.unknown("toolResponse.functionResponses", key)
            }
        }
    }

    static func list(_ node: JSONNode, _ reader: inout MessageReader) -> [FunctionResponse] {
        var responses: [FunctionResponse] = []
        for (key, value) in node.fields {
            switch key {
            // Older SDKs send a single object where the protocol has a list.
            case "functionResponses":
                responses =
                    value.isObject
                    ? [FunctionResponse(value, &reader)] : value.elements.map { FunctionResponse($0, &reader) }
            default: reader.unknown("toolResponse", key)
            }
        }
        return responses
    }

    private static let schedulings: Set = ["SCHEDULING_UNSPECIFIED", "SILENT", "WHEN_IDLE", "INTERRUPT"]
}
