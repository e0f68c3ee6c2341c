public import LiveProtocol

/// Turns the prepared wire events of one connection into live events.
///
/// Takes events in clear and without credentials (`WireEvent.prepared`), in the order of the connection. Whatever
/// crosses gives events, never an error: what cannot be read is `undecodable`, what is not known is `unknownField`.
/// Conversations livetop does not know are counted, not read. Frames that the service has neither sent nor received, because
/// somebody had asked for a fault, give none: what happened to them is told by the event `fault`.
public struct LiveDecoder: Sendable {
    public let connection: ConnectionID
    private var isDecoded = true
    private var up = LiveMessageReader(direction: .clientToServer)
    private var down = LiveMessageReader(direction: .serverToClient)

    public init(connection: ConnectionID) { self.connection = connection }

    public mutating func decode(_ event: WireEvent) -> [LiveEvent] {
        var kinds: [LiveEvent.Kind] = []
        kinds.reserveCapacity(4)
        switch event.kind {
        // What livetop was asked to invent or to keep back is no word of the service and has not reached it.
        case .frame(let direction, let frame) where !frame.isServices(direction): return []
        case .frame(.clientToServer, let frame): Self.decode(frame, by: &up, isDecoded, into: &kinds)
        case .frame(.serverToClient, let frame): Self.decode(frame, by: &down, isDecoded, into: &kinds)
        case .opened(let info):
            isDecoded = info.endpoint.isDecoded
            let isInteraction = info.endpoint.method == .liveInteractions
            (up.isInteraction, down.isInteraction) = (isInteraction, isInteraction)
            kinds.append(.wire(event.kind))
        case .closed:
            up.end(&kinds)
            down.end(&kinds)
            kinds.append(.wire(event.kind))
        default: kinds.append(.wire(event.kind))
        }
        return kinds.map {
            LiveEvent(connection: event.connection, sequence: event.sequence, at: event.at, kind: $0)
        }
    }

    // Static: as a method it would work on a copy of the decoder, because one of its readers is being changed.
    private static func decode(
        _ frame: Frame, by reader: inout LiveMessageReader, _ isDecoded: Bool, into kinds: inout [LiveEvent.Kind]
    ) {
        kinds.append(.frame(reader.direction, frame.opcode, byteCount: frame.byteCount))
        if frame.opcode == .close {
            let (code, reason) = frame.closeStatus
            kinds.append(.closeFrame(reader.direction, code, reason: reason))
        }
        if isDecoded {
            reader.read(frame, into: &kinds)
        } else if !frame.opcode.isControl, frame.opcode != .continuation {
            kinds.append(.undecoded(reader.direction, kind: UndecodedName.of(frame)))
        }
    }
}
