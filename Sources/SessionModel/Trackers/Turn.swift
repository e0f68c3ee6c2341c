public import LiveProtocol

/// One exchange: what the user put in and the model's answer, up to `turnComplete`.
public struct Turn: Hashable, Sendable {
    /// From 1, over the whole session.
    public var index: Int
    public var connection: ConnectionID
    /// First input of the user that is visible on the wire (transcript, text, activity mark); nil when the turn has
    /// none, as with plain audio and no transcription.
    public var userAt: Timestamp?
    /// First part, transcript or tool call of the model.
    public var openedAt: Timestamp
    public var firstAudioAt: Timestamp?
    /// Last model audio; after an interruption this is what still came.
    public var lastAudioAt: Timestamp?
    public var interruptedAt: Timestamp?
    public var generationCompleteAt: Timestamp?
    public var completedAt: Timestamp?
    /// `turnCompleteReason` as on the wire; nil for the ordinary end.
    public var reason: String?
    /// The connection closed before the turn was complete.
    public var isCutOff = false
    /// What the user said: transcript of the audio, or the text sent.
    public var userText = BoundedText()
    /// What the model said: text parts, else the transcript of its audio.
    public var modelText = BoundedText()
    public var thoughts = BoundedText()
    /// Model audio received.
    public var audioDuration: Duration = .zero
    public var audioByteCount: Int64 = 0
    /// Part of `audioDuration` that arrived after `interrupted`.
    public var audioAfterInterruption: Duration = .zero
    public var toolCalls = 0

    public init(index: Int, connection: ConnectionID, openedAt: Timestamp) {
        self.index = index
        self.connection = connection
        self.openedAt = openedAt
    }

    public var isOpen: Bool { completedAt == nil && !isCutOff }
}

extension Turn {
    mutating func add(_ chunk: AudioChunk, at instant: Timestamp) {
        if firstAudioAt == nil { firstAudioAt = instant }
        lastAudioAt = instant
        audioByteCount = audioByteCount.addingClamped(Int64(chunk.byteCount))
        audioDuration += chunk.duration ?? .zero
        if interruptedAt != nil { audioAfterInterruption += chunk.duration ?? .zero }
    }
}
