/// One message from the app (`docs/protocol.md#messages`). The protocol says exactly one field; livetop reads whatever
/// is there.
public struct ClientMessage: Hashable, Sendable {
    public var setup: Setup?
    public var clientContent: ClientContent?
    public var realtimeInput: RealtimeInput?
    public var toolResponse: [FunctionResponse]?
    public var contextUpdate: ContextUpdate?
    public var musicConfig: MusicGenerationConfig?
    /// `PLAY`, `PAUSE`, `STOP` or `RESET_CONTEXT`, of music.
    public var playbackControl: String?

    public init() {}
}

/// `clientContent`: text turns appended to the history, interrupting what the model says.
public struct ClientContent: Hashable, Sendable {
    public var turns: [Content]
    /// False waits for more before the model answers.
    public var isTurnComplete: Bool
    /// In place of turns, where music is made.
    public var weightedPrompts: [WeightedPrompt] = []

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

extension ClientMessage {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "setup": setup = Setup(value, &reader)
            case "clientContent": clientContent = ClientContent(value, &reader)
            case "realtimeInput": realtimeInput = RealtimeInput(value, &reader)
            case "toolResponse": toolResponse = FunctionResponse.list(value, &reader)
            case "contextUpdate": contextUpdate = ContextUpdate(value, &reader)
            case "musicGenerationConfig": musicConfig = MusicGenerationConfig(value, &reader)
            case "playbackControl":
                playbackControl = reader.checked(value.string, in: PlaybackControl.names, "playbackControl")
            default: reader.unknown("", key)
            }
        }
    }
}

extension ClientContent {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "turns": turns = Content.list(value, "clientContent.turns", &reader)
            case "turnComplete": isTurnComplete = value.isTrue
            case "weightedPrompts": weightedPrompts = value.elements.map { WeightedPrompt($0, &reader) }
            default: reader.unknown("clientContent", key)
            }
        }
    }
}

extension ContextUpdate {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "systemInstruction": systemInstruction = Content.text(of: value, &reader)
            // The wrapper marks presence, so that an empty list can clear the tools.
            case "tools": tools = Tool.list(value["tools"] ?? value, "contextUpdate.tools", &reader)
            default: reader.unknown("contextUpdate", key)
            }
        }
    }
}
