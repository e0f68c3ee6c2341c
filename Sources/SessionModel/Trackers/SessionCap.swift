public import LiveProtocol

/// How long the service lets a session go on, all its connections together (`docs/protocol.md#limits`): 15 minutes of
/// audio, 2 with video, no end with context compression. Documented, and not always enforced.
public struct SessionCap: Codable, Hashable, Sendable {
    /// Setup of the session's first connection; that of a later one when it began anew, without a handle.
    public private(set) var startedAt: Timestamp?
    public private(set) var hasVideo = false
    public private(set) var isCompressed = false
    /// False of music, whose limit is not known.
    private var isLive = true

    public static let audioLimit = Duration.seconds(900)
    public static let videoLimit = Duration.seconds(120)

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .wire(.opened(let info)): isLive = info.endpoint.isLive
        case .client(.setup(let setup)):
            isCompressed = setup.compression != nil
            guard startedAt == nil || setup.resumption?.handle == nil else { break }
            startedAt = event.at
            hasVideo = false
        case .client(.video): hasVideo = true
        default: break
        }
    }

    /// Nil before the setup, with compression, and of music.
    public var limit: Duration? {
        guard startedAt != nil, !isCompressed, isLive else { return nil }
        return hasVideo ? Self.videoLimit : Self.audioLimit
    }

    public var deadline: Timestamp? {
        guard let startedAt, let limit else { return nil }
        return startedAt + limit
    }

    /// Negative when overdue; nil where there is no limit.
    public func timeLeft(at now: Timestamp) -> Duration? { deadline.map { $0 - now } }
}
