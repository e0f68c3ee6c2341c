public import LiveProtocol

/// One `interrupted`, and what led to it.
public struct Interruption: Codable, Hashable, Sendable {
    /// When `interrupted` crossed.
    public var at: Timestamp
    public var connection: ConnectionID
    /// The frame that carried it.
    public var sequence: Int64
    /// The user's onset while the model sounded → `interrupted`, by every anchor there is, the best first
    /// (`docs/metrics.md#anchors`).
    public var detections: [Latency] = []
    /// Model audio delivered and not yet played at that instant.
    public var backlog: Duration = .zero
    /// Audio of the turn that was delivered before, and what was played of it.
    public var delivered: Duration = .zero
    public var heard: Duration = .zero
    /// Last model audio of the turn that still came after it; nil when none did.
    public var lastAudioAt: Timestamp?
    /// How much audio came after it.
    public var audioAfter: Duration = .zero
    /// A text of the client's own that came while the model sounded, less than 1.5 s before.
    public var message: OwnMessage?
    /// Nobody spoke: no speech of 200 ms within half a second, or the model's own echo. Nil while that is not decided,
    /// and when the user's audio is not known.
    public var isFalse: Bool?
    /// Nothing that comes will change it.
    public var isSettled = false

    /// A `clientContent` or a realtime text.
    public struct OwnMessage: Codable, Hashable, Sendable {
        public var frame: FrameMark
        public var text: String
    }

    public init(at instant: Timestamp, connection: ConnectionID, sequence: Int64) {
        at = instant
        self.connection = connection
        self.sequence = sequence
    }

    /// The headline. Nil without an onset that can be relied on.
    public var detection: Latency? {
        // An arrival of the server's signal that is not mapped says when it told, not when the user spoke.
        detections.first { $0.confidence == .high && $0.anchor != .serverSignal }
    }

    /// `interrupted` → last audio of the turn.
    public var stop: Duration { lastAudioAt.map { $0 - at } ?? .zero }

    /// Played, of all that was delivered in the turn; nil for a turn without audio. An estimate.
    public var heardRatio: Double? {
        let all = delivered + audioAfter
        return all > .zero ? heard.seconds / all.seconds : nil
    }
}
