public import LiveProtocol

/// What the app said, one fact at a time.
public enum ClientFact: Hashable, Sendable {
    indirect case setup(Setup)
    case content(ClientContent)
    case audio(AudioChunk)
    case video(VideoFrame)
    case text(String)
    case activityStart
    case activityEnd
    case audioStreamEnd
    /// One per answered call.
    indirect case toolResponse(FunctionResponse)
    indirect case contextUpdate(ContextUpdate)
    case musicPrompts([WeightedPrompt])
    indirect case musicConfig(MusicGenerationConfig)
    /// `PLAY`, `PAUSE`, `STOP` or `RESET_CONTEXT`.
    case playbackControl(String)
    /// Of Live Interactions: instead of a setup, the name of an interaction that there is.
    case interactionConnect(InteractionConnect)
    /// `complete`, `cancel` or `disconnect`.
    case interactionEnd(String)
}

/// What the service said, one fact at a time. The facts of one message come in the order of these cases, the parts of
/// a model turn in theirs: an interruption before the audio that shares its message, usage before the end of the turn
/// it belongs to.
public enum ServerFact: Hashable, Sendable {
    case setupComplete(SetupComplete)
    case error(ServerError)
    case interrupted
    case voiceActivity(VoiceActivity)
    indirect case interimInputTranscription(Transcription)
    indirect case inputTranscription(Transcription)
    case audio(AudioChunk)
    /// One piece of generated music. It comes outside of turns, so that no measure of turns counts it.
    case music(AudioChunk)
    case text(String)
    case thought(String)
    /// Media other than audio, and parts that carry code or files.
    indirect case part(Part)
    indirect case outputTranscription(Transcription)
    case grounding(Grounding)
    case retrievedURLs([String])
    /// One per call.
    indirect case toolCall(FunctionCall)
    case toolCallCancellation([String])
    /// A tool that the service runs, and what came of it.
    indirect case serviceCall(ServiceCall)
    indirect case serviceResult(ServiceResult)
    case waitingForInput
    case generationComplete
    indirect case usage(UsageMetadata)
    case turnComplete(reason: String?)
    case interactionStatus(String)
    case goAway(GoAway)
    case resumptionUpdate(SessionResumptionUpdate)
    indirect case filteredPrompt(FilteredPrompt)
    case warning(String)
}

/// One piece of audio as it crossed.
public struct AudioChunk: Hashable, Sendable {
    public var encoding: Encoding
    /// Bytes of audio after base64.
    public var byteCount: Int
    /// Came in the deprecated `mediaChunks`.
    public var isLegacy: Bool
    /// The audio, still base64: a slice of its message, nothing is copied or decoded until somebody measures it.
    /// A tracker must not keep it.
    public var base64: ArraySlice<UInt8>

    /// Linear PCM, or what else the MIME type says.
    public enum Encoding: Hashable, Sendable {
        case pcm(AudioFormat)
        case other(String?)
    }

    public init(
        format: AudioFormat?, otherType: String? = nil, byteCount: Int, isLegacy: Bool = false,
        base64: ArraySlice<UInt8> = []
    ) {
        encoding = format.map(Encoding.pcm) ?? .other(otherType)
        self.byteCount = byteCount
        self.isLegacy = isLegacy
        self.base64 = base64
    }

    /// Nil for anything but linear PCM: its length in time is then unknown.
    public var format: AudioFormat? {
        if case .pcm(let format) = encoding { format } else { nil }
    }

    /// MIME type of what is not linear PCM.
    public var otherType: String? {
        if case .other(let type) = encoding { type } else { nil }
    }

    /// How long it sounds.
    public var duration: Duration? { format?.duration(ofBytes: byteCount) }
}

/// One image of the video stream, or a frame of avatar video.
public struct VideoFrame: Hashable, Sendable {
    public var mimeType: String?
    public var byteCount: Int

    public init(mimeType: String?, byteCount: Int) {
        self.mimeType = mimeType
        self.byteCount = byteCount
    }
}
