public import LiveProtocol

/// One stretch of the user's speech, found by energy in the input audio.
public struct SpeechSegment: Codable, Hashable, Sendable {
    /// When its first frame was captured: the arrival at livetop of the message that carried it, less what came after
    /// it in that message.
    public var onset: Timestamp
    /// Nil while it goes on.
    public var end: Timestamp?
    /// Low below about 8 dB of signal-to-noise ratio, and up to 25 dB where the background is not steady.
    public var onsetConfidence: Confidence
    /// As `onsetConfidence`.
    public var endConfidence: Confidence
    /// Decibels below full scale.
    public var level: Double?
    /// Decibels above the noise floor.
    public var snr: Double?
    /// The input is the model's own voice. Nil while undecided, and when no model audio was playing.
    public var isEcho: Bool?

    public init(
        onset: Timestamp, end: Timestamp? = nil, onsetConfidence: Confidence = .low, endConfidence: Confidence = .low
    ) {
        self.onset = onset
        self.end = end
        self.onsetConfidence = onsetConfidence
        self.endConfidence = endConfidence
    }
}
