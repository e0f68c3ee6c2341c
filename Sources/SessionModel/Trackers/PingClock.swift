public import LiveProtocol

/// Pings that crossed and how long their pongs took: the round trip of each leg, as seen from livetop.
///
/// A ping of the client measures the way to the service and back, a ping of the service the way to the client.
public struct PingClock: Codable, Hashable, Sendable {
    /// Round trips of the leg to the service, in milliseconds, and of the leg to the client.
    public private(set) var upstream = Ring<RoundTrip>(capacity: 64)
    public private(set) var downstream = Ring<RoundTrip>(capacity: 64)
    /// The oldest ping of each side that has no pong yet.
    public private(set) var openClientPing: FrameMark?
    public private(set) var openServerPing: FrameMark?

    public struct RoundTrip: Codable, Hashable, Sendable {
        public var at: Timestamp
        public var duration: Duration
    }

    public init() {}

    mutating func apply(_ direction: Direction, _ opcode: Opcode, _ mark: FrameMark) {
        switch (direction, opcode) {
        case (.clientToServer, .ping): openClientPing = openClientPing ?? mark
        case (.serverToClient, .ping): openServerPing = openServerPing ?? mark
        // A pong answers the latest ping and all before it (RFC 6455 §5.5.3); unasked ones measure nothing.
        case (.serverToClient, .pong): Self.close(&openClientPing, mark, into: &upstream)
        case (.clientToServer, .pong): Self.close(&openServerPing, mark, into: &downstream)
        default: break
        }
    }

    private static func close(_ open: inout FrameMark?, _ mark: FrameMark, into trips: inout Ring<RoundTrip>) {
        guard let ping = open.take() else { return }
        trips.append(RoundTrip(at: mark.at, duration: mark.at - ping.at))
    }
}
