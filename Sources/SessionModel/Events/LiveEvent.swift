public import LiveProtocol

/// One decoded fact with a time. One message can yield several, all at the same instant, an interruption before the
/// audio that shares its message.
public struct LiveEvent: Hashable, Sendable {
    public var connection: ConnectionID
    /// The frame that completed the message, or the number of the last frame before the event: see `WireEvent`.
    public var sequence: Int64
    public var at: Timestamp
    public var kind: Kind

    public init(connection: ConnectionID, sequence: Int64, at: Timestamp, kind: Kind) {
        self.connection = connection
        self.sequence = sequence
        self.at = at
        self.kind = kind
    }

    // The rare and large cases are indirect: an event is copied several times a message, so it should be small.
    public enum Kind: Hashable, Sendable {
        /// Everything that is not a frame passes through as it is: opened, upgraded, refused, paused, closed, …
        indirect case wire(WireEvent.Kind)
        /// A frame crossed, whatever it held: size on the wire.
        case frame(Direction, Opcode, byteCount: Int)
        /// A close frame crossed.
        case closeFrame(Direction, CloseCode?, reason: String?)
        /// A message is complete. The facts in it follow as events of their own.
        case message(Direction, MessageDigest)

        case client(ClientFact)
        case server(ServerFact)

        /// A message livetop cannot read: not UTF-8, not JSON, too large, or an end that never came.
        case undecodable(Direction, reason: String, byteOffset: Int?)
        /// A field, enum value or message that livetop does not know, as a dotted path: protocol drift.
        case unknownField(Direction, path: String)
        /// A message of a conversation that livetop does not read, by what it calls itself.
        case undecoded(Direction, kind: String)
    }
}

/// What the lists show of a message.
public struct MessageDigest: Codable, Hashable, Sendable {
    /// What the message holds, in the terms of `livetop.frame/1`.
    public var kinds: MessageKinds
    /// Bytes of the whole message, all fragments together.
    public var byteCount: Int
    /// One line for people: text, tool name, audio length. Control characters removed, at most 200 characters.
    public var text: String

    public init(kinds: MessageKinds, byteCount: Int, text: String) {
        self.kinds = kinds
        self.byteCount = byteCount
        self.text = text
    }

    /// The first present of `livetop.frame/1`'s kinds, such as `realtimeInput.audio`; `unknown` otherwise.
    public var kind: MessageKind { kinds.first }
}
