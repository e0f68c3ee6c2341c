/// The model asks the client to run a function: an element of `toolCall.functionCalls[]`.
public struct FunctionCall: Hashable, Sendable {
    /// Vertex may leave ids out.
    public var id: String?
    public var name: String
    /// Arguments as the JSON text of the wire, user data in its own spelling; nil when absent.
    public var arguments: String?
    /// Vertex streams arguments: more of this call follows.
    public var willContinue: Bool

    public init(id: String?, name: String, arguments: String? = nil, willContinue: Bool = false) {
        self.id = id
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

    public init(
        id: String?, name: String, response: String? = nil, scheduling: String? = nil, willContinue: Bool = false
    ) {
        self.id = id
        self.name = name
        self.response = response
        self.scheduling = scheduling
        self.willContinue = willContinue
    }
}
