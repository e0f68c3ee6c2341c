/// What the client's side of a script can say or do.
public enum ClientLine: Hashable, Sendable {
    case setup(SetupLine)
    /// A whole turn as `clientContent`.
    case content(String)
    /// `realtimeInput.text`.
    case text(String)
    /// `realtimeInput.audio`.
    case audio(Sound)
    case activityStart
    case activityEnd
    case audioStreamEnd
    /// `realtimeInput.audio` with any bytes under any type: one message.
    case bytes([UInt8], type: String)
    /// The same in the deprecated `realtimeInput.mediaChunks`.
    case legacyBytes([UInt8], type: String)
    /// `realtimeInput.video`: an image of that many bytes.
    case image(byteCount: Int, type: String = "image/jpeg")
    /// A message as it stands. A client that spells in snake case respells its keys.
    case json(String)
    /// Answers every call that is open.
    case toolResponse([String: String])
    case ping
    /// Takes nothing off the socket for this long, while it goes on with the script.
    case stopReading(Duration)
    /// A close frame; nil sends an empty one, as JavaScript does.
    case close(UInt16?)
    case closeBecause(UInt16, reason: String)
    /// Ends the TCP connection without a close frame.
    case hangUp

    /// A message goes when its last sample is captured, as a microphone has it.
    public enum Sound: Hashable, Sendable {
        /// The simulator's own voice, 16 kHz, in messages of 40 ms.
        case speech(Duration)
        /// Digital silence, 16 kHz, in messages of 40 ms.
        case silence(Duration)
        /// Sound that somebody knows to the sample: 16-bit mono, at `rate` samples a second, in messages of `chunk`.
        case samples([Int16], rate: Int = 16_000, chunk: Duration = .milliseconds(40))
        /// One message of such samples, at once: its pace is the script's.
        case message([Int16], rate: Int = 16_000)
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
    /// What each of them is for, in words for the model.
    public var functionDescription = "Staged."
    /// The system instruction; nil for none.
    public var instruction: String?
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
        model: String = "gemini-3.8-live", modality: String = "AUDIO",
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
    /// 24 kHz speech in messages of `chunk`, `speed` times as fast as it plays.
    case audio(Duration, chunk: Duration = .milliseconds(100), speed: Double = 4)
    /// One message of digital silence, such as stands before the words of many answers.
    case silence(Duration)
    /// One message of sound that somebody knows to the sample, 24 kHz.
    case samples([Int16])
    case text(String)
    case inputTranscription(String)
    case outputTranscription(String)
    /// The server's own finding that the user began or ended to speak, at `offset` of the input audio.
    case voiceActivity(isStart: Bool, offset: Duration)
    case interrupted
    case generationComplete
    /// A message that only carries usage.
    case usage(UsageLine)
    /// With the usage that the simulator's own counting makes.
    case turnComplete
    case turnCompleteWith(UsageLine)
    case toolCall(String)
    /// Calls off every call that is open.
    case toolCallCancellation
    case resumptionUpdate
    case goAway(timeLeft: Duration)
    /// A message as it stands.
    case json(String)
    /// Answers a ping. The mock answers every ping by itself: on paper only.
    case pong
    case close(UInt16, reason: String)
    /// Ends the TCP connection without a close frame.
    case hangUp
}

/// Token counts of one usage message. Zeros are left out, as proto3 JSON does.
public struct UsageLine: Hashable, Sendable {
    public var promptText: Int
    public var promptAudio: Int
    public var promptImage: Int
    public var responseText: Int
    public var responseAudio: Int
    public var thoughts: Int
    public var toolUse: Int

    public init(
        promptText: Int = 0, promptAudio: Int = 0, promptImage: Int = 0, responseText: Int = 0, responseAudio: Int = 0,
        thoughts: Int = 0, toolUse: Int = 0
    ) {
        self.promptText = promptText
        self.promptAudio = promptAudio
        self.promptImage = promptImage
        self.responseText = responseText
        self.responseAudio = responseAudio
        self.thoughts = thoughts
        self.toolUse = toolUse
    }
}
