public import LiveProtocol

/// What there is in messages, as `has:` of a filter asks: in one message, or in all that crossed in a session.
public struct MessageContents: OptionSet, Codable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let audio = MessageContents(rawValue: 1 << 0)
    public static let video = MessageContents(rawValue: 1 << 1)
    public static let text = MessageContents(rawValue: 1 << 2)
    public static let tool = MessageContents(rawValue: 1 << 3)
    public static let usage = MessageContents(rawValue: 1 << 4)
    public static let transcript = MessageContents(rawValue: 1 << 5)
    public static let thought = MessageContents(rawValue: 1 << 6)
    public static let goAway = MessageContents(rawValue: 1 << 7)

    /// What messages of these kinds hold; `thought` is not to be seen from the kinds.
    public init(_ kinds: MessageKinds) {
        self = []
        if kinds.contains(.audio) || kinds.contains(.realtimeAudio) { insert(.audio) }
        if kinds.contains(.realtimeVideo) { insert(.video) }
        if kinds.contains(.text) || kinds.contains(.realtimeText) || kinds.contains(.clientContent) { insert(.text) }
        if kinds.contains(.toolCall) || kinds.contains(.toolResponse) || kinds.contains(.toolCallCancellation) {
            insert(.tool)
        }
        if kinds.contains(.usageMetadata) { insert(.usage) }
        if kinds.contains(.inputTranscription) || kinds.contains(.outputTranscription) { insert(.transcript) }
        if kinds.contains(.goAway) { insert(.goAway) }
    }

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .message(_, let digest): formUnion(MessageContents(digest.kinds))
        case .server(.thought): insert(.thought)
        default: break
        }
    }
}
