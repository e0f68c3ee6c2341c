public import LiveProtocol

/// One recorded frame as lists show it: what is in it, without its payload.
public struct FrameEntry: Hashable, Sendable {
    public var connection: ConnectionID
    public var sequence: Int64
    public var at: Timestamp
    public var direction: Direction
    public var opcode: Opcode
    public var isFinal: Bool
    /// Payload bytes on the wire.
    public var byteCount: Int
    /// Part of the payload was not captured.
    public var isIncomplete: Bool
    /// What the message that this frame completes holds; nil for control frames, fragments and other conversations.
    public var kinds: MessageKinds?
    /// One line for people, see `MessageDigest`; the reason of a close frame.
    public var text: String
    /// How long the audio of the message sounds; nil without audio or where that is not known.
    public var audio: Duration?
    public var closeCode: CloseCode?
    /// Why the message cannot be read.
    public var problem: String?
    /// What livetop was asked to do to it; nil for what crossed as it was.
    public var fault: FrameFault?

    public init(connection: ConnectionID, sequence: Int64, at: Timestamp, direction: Direction, frame: Frame) {
        self.connection = connection
        self.sequence = sequence
        self.at = at
        self.direction = direction
        opcode = frame.opcode
        isFinal = frame.isFinal
        byteCount = frame.byteCount
        isIncomplete = frame.isIncomplete
        fault = frame.fault
        text = ""
    }

    /// The kind as lists show it: that of the message, else what WebSocket calls the frame.
    public var kind: String {
        if let kinds { return kinds.first == .unknown ? "unknown" : kinds.first.rawValue }
        return isFinal ? opcode.name : "\(opcode.name) fragment"
    }

    /// Nothing but audio: what lists collapse into runs.
    public var isAudioAlone: Bool {
        let content = kinds?.all.filter { !$0.isInteractionEvent }
        return content == [.realtimeAudio] || content == [.audio]
    }
}

extension FrameEntry {
    /// The frames among the events of one connection, in their order.
    ///
    /// A message in fragments is named at its last frame. A decoder starts afresh here: the first frames of a part
    /// that begins inside a message remain fragments.
    ///
    /// - Parameter isDecoded: the conversation is one that livetop knows.
    public static func entries(of events: [WireEvent], isDecoded: Bool) -> [FrameEntry] {
        guard let first = events.first else { return [] }
        var reader = FrameReader(connection: first.connection, isDecoded: isDecoded)
        return events.compactMap { reader.entry(for: $0) }
    }

    fileprivate mutating func read(_ fact: LiveEvent.Kind) {
        switch fact {
        case .message(_, let digest):
            kinds = digest.kinds
            text = digest.text
        case .client(.audio(let chunk)), .server(.audio(let chunk)), .server(.music(let chunk)):
            if let length = chunk.duration { audio = (audio ?? .zero) + length }
        case .undecodable(_, let reason, _): problem = reason
        default: break
        }
    }
}

/// Makes the entries of one connection, frame by frame, for readers that do not hold all of them.
public struct FrameReader: Sendable {
    private var decoder: LiveDecoder
    private var isDecoded: Bool

    /// - Parameter isDecoded: the conversation is one that livetop knows; an `opened` that comes by decides anew.
    public init(connection: ConnectionID, isDecoded: Bool) {
        decoder = LiveDecoder(connection: connection)
        self.isDecoded = isDecoded
    }

    /// Takes the connection's events in order; nil for what is not a frame.
    public mutating func entry(for event: WireEvent) -> FrameEntry? {
        if case .opened(let info) = event.kind { isDecoded = info.endpoint.isDecoded }
        guard case .frame(let direction, let frame) = event.kind else { return nil }
        var entry = FrameEntry(
            connection: event.connection, sequence: event.sequence, at: event.at, direction: direction, frame: frame)
        var plain = event
        // Also what the service does not know of has something in it.
        if frame.fault != nil { plain.kind = .frame(direction, frame.withoutFault) }
        for fact in isDecoded ? decoder.decode(plain) : [] { entry.read(fact.kind) }
        if frame.opcode == .close {
            (entry.closeCode, entry.text) = (frame.closeStatus.0, frame.closeStatus.1 ?? "")
        }
        return entry
    }
}

extension Frame {
    fileprivate var withoutFault: Frame {
        var frame = self
        frame.fault = nil
        return frame
    }
}
