/// One message from the app (`live-protocol.md` §3.1). The protocol says exactly one field; livetop reads whatever
/// is there.
public struct ClientMessage: Hashable, Sendable {
    public var setup: Setup?
    public var clientContent: ClientContent?
    public var realtimeInput: RealtimeInput?
    public var toolResponse: [FunctionResponse]?
    public var contextUpdate: ContextUpdate?

    public init() {}
}

/// `clientContent`: text turns appended to the history, interrupting what the model says.
public struct ClientContent: Hashable, Sendable {
    public var turns: [Content]
    /// False waits for more before the model answers.
    public var isTurnComplete: Bool

    public init(turns: [Content] = [], isTurnComplete: Bool = false) {
        self.turns = turns
        self.isTurnComplete = isTurnComplete
    }
}

/// `contextUpdate`: instructions or tools replaced in mid-session (3.8 only). Nil means untouched, an empty list
/// clears.
public struct ContextUpdate: Hashable, Sendable {
    public var systemInstruction: String?
    public var tools: [Tool]?

    public init(systemInstruction: String? = nil, tools: [Tool]? = nil) {
        self.systemInstruction = systemInstruction
        self.tools = tools
    }
}
