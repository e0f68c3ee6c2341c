/// One message from the service (`live-protocol.md` §3.2): one of these, and `usageMetadata` on any of them.
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

    public init() {}
}

public struct SetupComplete: Hashable, Sendable {
    public var sessionID: String?

    public init(sessionID: String? = nil) { self.sessionID = sessionID }
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
