/// One message from the service (`docs/protocol.md#messages`): one of these, and `usageMetadata` on any of them.
public struct ServerMessage: Hashable, Sendable {
    public var setupComplete: SetupComplete?
    public var serverContent: ServerContent?
    public var toolCall: [FunctionCall]?
    /// Ids of calls whose results nobody waits for any more.
    public var toolCallCancellation: [String]?
    public var goAway: GoAway?
    public var resumptionUpdate: SessionResumptionUpdate?
    public var voiceActivity: VoiceActivity?
    public var usage: UsageMetadata?
    public var error: ServerError?
    public var filteredPrompt: FilteredPrompt?
    /// What the service of music complains of without ending anything.
    public var warning: String?

    public init() {}
}

/// The service accepted the setup; the conversation may begin.
public struct SetupComplete: Hashable, Sendable {
    public var sessionID: String?
    /// `voiceConsentSignature` is there: the service keeps the consent to a replicated voice.
    public var hasVoiceConsent: Bool
    /// Of Live Interactions: other connections go on with it under this name.
    public var interactionID: String?

    public init(sessionID: String? = nil, hasVoiceConsent: Bool = false, interactionID: String? = nil) {
        self.sessionID = sessionID
        self.interactionID = interactionID
        self.hasVoiceConsent = hasVoiceConsent
    }
}

/// The server will end the connection.
public struct GoAway: Hashable, Sendable {
    /// Nil when absent or unreadable.
    public var timeLeft: Duration?

    public init(timeLeft: Duration?) { self.timeLeft = timeLeft }
}

/// The server's own voice activity detection: `voiceActivity`, or the older `voiceActivityDetectionSignal`.
public struct VoiceActivity: Hashable, Sendable {
    public var isStart: Bool
    /// Position in the input audio stream, from its start.
    public var audioOffset: Duration?

    public init(isStart: Bool, audioOffset: Duration? = nil) {
        self.isStart = isStart
        self.audioOffset = audioOffset
    }
}

/// A top-level `error`; the service usually closes the connection instead.
public struct ServerError: Hashable, Sendable {
    public var code: Int64?
    public var message: String?
    public var status: String?

    public init(code: Int64?, message: String?, status: String?) {
        self.code = code
        self.message = message
        self.status = status
    }
}

extension ServerMessage {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "serverContent": serverContent = ServerContent(value, &reader)
            case "usageMetadata": usage = UsageMetadata(value, &reader)
            case "sessionResumptionUpdate": resumptionUpdate = SessionResumptionUpdate(value, &reader)
            case "setupComplete": setupComplete = SetupComplete(value, &reader)
            case "toolCall": toolCall = FunctionCall.list(value, &reader)
            case "toolCallCancellation": toolCallCancellation = Self.cancelledIDs(value, &reader)
            case "goAway": goAway = GoAway(value, &reader)
            case "voiceActivity": voiceActivity = VoiceActivity(value, &reader)
            case "voiceActivityDetectionSignal": voiceActivity = VoiceActivity(signal: value, &reader)
            case "error": error = ServerError(value, &reader)
            case "filteredPrompt": filteredPrompt = FilteredPrompt(value, &reader)
            case "warning": warning = value.string
            default: reader.unknown("", key)
            }
        }
    }

    private static func cancelledIDs(_ node: JSONNode, _ reader: inout MessageReader) -> [String] {
        var ids: [String] = []
        for (key, value) in node.fields {
            switch key {
            case "ids": ids = value.strings
            default: reader.unknown("toolCallCancellation", key)
            }
        }
        return ids
    }
}

extension SetupComplete {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "sessionId": sessionID = value.string
            case "voiceConsentSignature": hasVoiceConsent = true
            default: reader.unknown("setupComplete", key)
            }
        }
    }
}

extension GoAway {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(timeLeft: nil)
        for (key, value) in node.fields {
            switch key {
            case "timeLeft": timeLeft = value.duration
            default: reader.unknown("goAway", key)
            }
        }
    }
}

extension VoiceActivity {
    /// `voiceActivity`. The SDKs read `type`, code that looks at raw frames also finds `voiceActivityType`.
    init?(_ node: JSONNode, _ reader: inout MessageReader) {
        var type: String?
        var offset: Duration?
        for (key, value) in node.fields {
            switch key {
            case "type", "voiceActivityType":
                type = reader.checked(value.string, in: Self.types, "voiceActivity.type")
            case "audioOffset": offset = value.duration
            default: reader.unknown("voiceActivity", key)
            }
        }
        guard type == "ACTIVITY_START" || type == "ACTIVITY_END" else { return nil }
        self.init(isStart: type == "ACTIVITY_START", audioOffset: offset)
    }

    private static let types: Set = ["TYPE_UNSPECIFIED", "ACTIVITY_START", "ACTIVITY_END"]

    /// `voiceActivityDetectionSignal`: start and end of speech.
    init?(signal node: JSONNode, _ reader: inout MessageReader) {
        let (start, end) = ("VAD_SIGNAL_TYPE_SOS", "VAD_SIGNAL_TYPE_EOS")
        var type: String?
        for (key, value) in node.fields {
            switch key {
            case "vadSignalType":
                type = reader.checked(value.string, in: [start, end], "voiceActivityDetectionSignal.vadSignalType")
            default: reader.unknown("voiceActivityDetectionSignal", key)
            }
        }
        guard type == start || type == end else { return nil }
        self.init(isStart: type == start)
    }
}

extension ServerError {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(code: nil, message: nil, status: nil)
        for (key, value) in node.fields {
            switch key {
            case "code": code = value.int64
            case "message": message = value.string
            case "status": status = value.string
            case "details": break
            default: reader.unknown("error", key)
            }
        }
    }
}
