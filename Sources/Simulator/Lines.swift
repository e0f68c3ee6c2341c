/// What the client's side of a script can say or do.
public enum ClientLine: Hashable, Sendable {
    case setup(SetupLine)
    /// A whole turn as `clientContent`.
    case content(String)
    /// `realtimeInput.text`.
    case text(String)
    /// `realtimeInput.audio` in chunks of 40 ms, 16 kHz, at the pace of speech.
    case audio(Sound)
    case activityStart
    case activityEnd
    case audioStreamEnd
    /// Answers every call that is open.
    case toolResponse([String: String])
    case ping
    /// Takes nothing off the socket for this long, while it goes on with the script.
    case stopReading(Duration)
    /// A close frame; nil sends an empty one, as JavaScript does.
    case close(UInt16?)
    /// Ends the TCP connection without a close frame.
    case hangUp

    public enum Sound: Hashable, Sendable {
        case speech(Duration)
        case silence(Duration)

        var length: Duration {
            switch self {
            case .speech(let length), .silence(let length): length
            }
        }
    }
}

/// What a scripted client asks for in its setup.
public struct SetupLine: Hashable, Sendable {
    public var model: String
    /// `AUDIO` or `TEXT`.
    public var modality: String
    public var resumption: Resumption
    /// Names of the functions it declares.
    public var functions: [String]
    public var transcribes: Bool
    public var hasManualActivity: Bool
    /// Asks for context compression above this many tokens.
    public var compressionTrigger: Int?

    public enum Resumption: Hashable, Sendable {
        case off
        /// A new session that can be resumed.
        case fresh
        /// The session of the newest handle that the client was given; fresh without one.
        case newest
        case handle(String)
    }

    public init(
        model: String = "gemini-2.5-flash-native-audio-latest", modality: String = "AUDIO",
        resumption: Resumption = .off, functions: [String] = [], transcribes: Bool = true,
        hasManualActivity: Bool = false, compressionTrigger: Int? = nil
    ) {
        self.model = model
        self.modality = modality
        self.resumption = resumption
        self.functions = functions
        self.transcribes = transcribes
        self.hasManualActivity = hasManualActivity
        self.compressionTrigger = compressionTrigger
    }
}

/// What the server's side of a script can say. For a client that waits, each is a kind: how much audio and which text
/// is the server's business.
public enum ServerLine: Hashable, Sendable {
    case setupComplete
    /// 24 kHz speech in chunks of 100 ms, four times as fast as it plays.
    case audio(Duration)
    case text(String)
    case inputTranscription(String)
    case outputTranscription(String)
    case interrupted
    case generationComplete
    /// With usage.
    case turnComplete
    case toolCall(String)
    /// Calls off every call that is open.
    case toolCallCancellation
    case resumptionUpdate
    case goAway(timeLeft: Duration)
    case close(UInt16, reason: String)
}
