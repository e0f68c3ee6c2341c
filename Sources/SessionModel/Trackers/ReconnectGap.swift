public import LiveProtocol

/// A resumption handle (its keyed hash) as the server issued it.
public struct IssuedHandle: Codable, Hashable, Sendable {
    public var handle: String
    public var at: Timestamp
    public var connection: ConnectionID
    /// The latest setup that named it.
    public var usedAt: Timestamp?
}

/// What a connection's setup made of the handles there were.
public struct HandleUse: Codable, Hashable, Sendable {
    /// The setup.
    public var frame: FrameMark
    public var connection: ConnectionID
    public var handle: String?
    public var kind = Kind.unknown
    /// Time since the handle was issued, where livetop saw that.
    public var age: Duration?
    /// `setupComplete` followed.
    public var isAccepted = false

    public enum Kind: String, CaseIterable, Codable, Hashable, Sendable {
        /// No handle, and none was issued before.
        case none
        /// No handle, although a resumable one was issued: the context is lost.
        case unused
        case newest
        /// Issued to this session, but not last.
        case stale
        /// Not issued to this session while livetop watched.
        case unknown
    }
}

/// From the last use of one connection to the `setupComplete` of the next: `resume_gap_ms`
/// (`docs/metrics.md#metrics-with-percentiles`).
public struct ReconnectGap: Codable, Hashable, Sendable {
    public var from: ConnectionID
    public var to: ConnectionID
    public var start: Timestamp
    public var end: Timestamp
    /// The old path died without a close frame: `start` is its last frame.
    public var isEstimated = false
    /// The new connection named a handle.
    public var isResumed = false
    /// Vertex transparent mode: client messages on the old connection that the server had not consumed.
    public var unacknowledged: Int64?
    /// The user's last audio on the old connection, where it was streaming when that ended.
    public var lastAudioAt: Timestamp?
    /// Capture of the first audio on the new one, and how much came in the two seconds from there.
    private(set) var firstAudioAt: Timestamp?
    private var received: Duration = .zero
    private var receivedUntil: Timestamp?

    private static let replay = Duration.seconds(2)

    public init(from old: ConnectionID, to new: ConnectionID, start: Timestamp, end: Timestamp) {
        from = old
        to = new
        self.start = start
        self.end = end
    }

    public var duration: Duration { max(end - start, .zero) }

    mutating func takeAudio(_ length: Duration, at instant: Timestamp) {
        let first = firstAudioAt ?? instant - length
        firstAudioAt = first
        guard instant - first <= Self.replay else { return }
        received += length
        receivedUntil = instant
    }

    /// Speech of the user that reached nobody: captured while no connection was there and not sent afterwards. Nil
    /// where no audio was streaming, and before audio streams again.
    public var lostAudio: Duration? {
        guard let lastAudioAt, let firstAudioAt, let receivedUntil else { return nil }
        // What comes faster than real time was kept and is sent now.
        let replayed = max(received - (receivedUntil - firstAudioAt), .zero)
        return max(firstAudioAt - lastAudioAt - replayed, .zero)
    }
}
