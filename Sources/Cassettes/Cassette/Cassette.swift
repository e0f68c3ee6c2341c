public import LiveProtocol
import Simulator

/// A recorded session as something to play again: for each connection the messages of both sides, with their timing.
///
/// Messages, not frames: how a peer cuts its messages into frames is its own business, and so are pings and pongs.
public struct Cassette: Sendable {
    /// Connections that were upgraded, in the order in which they opened.
    public private(set) var tapes: [Tape] = []
    /// Data messages of which not everything was captured: they cannot be played.
    public private(set) var incomplete = 0

    private var assemblers: [Key: MessageAssembler] = [:]
    private var lastAt: [ConnectionID: Timestamp] = [:]

    private struct Key: Hashable {
        var connection: ConnectionID
        var direction: Direction
    }

    private static let messageLimit = 1 << 26

    public init() {}

    /// One connection.
    public struct Tape: Hashable, Sendable {
        public var connection: ConnectionID
        /// Path and query of the request, redacted.
        public var target: String
        public var tag: String?
        public var steps: [Step] = []
        /// How it ended; nil while it was open, or where no close frame crossed.
        public var closing: Closing?
        /// When the client asked for it, and when the last of it was recorded.
        public var openedAt = Timestamp(nanoseconds: 0)
        public var endedAt = Timestamp(nanoseconds: 0)

        public struct Step: Hashable, Sendable {
            public var direction: Direction
            public var payload: [UInt8]
            /// Text or binary.
            public var isText: Bool
            /// Time since the step before it, of whichever side.
            public var after: Duration
        }

        public struct Closing: Hashable, Sendable {
            public var isByServer: Bool
            /// Nil for a close frame without a code.
            public var code: UInt16?
            public var reason: String
            public var after: Duration
        }
    }

    /// Takes in the next event of the session.
    public mutating func append(_ event: WireEvent) {
        if let index = tapes.lastIndex(where: { $0.connection == event.connection }) {
            tapes[index].endedAt = max(tapes[index].endedAt, event.at)
        }
        switch event.kind {
        case .opened(let info):
            tapes.append(
                Tape(
                    connection: event.connection, target: info.target, tag: info.tag, openedAt: event.at,
                    endedAt: event.at))
            lastAt[event.connection] = event.at
        // Played again as the client had it.
        case .frame(let direction, let frame) where frame.isClients(direction): append(frame, direction, event)
        case .refused: tapes.removeAll { $0.connection == event.connection }
        default: break
        }
    }

    private mutating func append(_ frame: Frame, _ direction: Direction, _ event: WireEvent) {
        guard let index = tapes.lastIndex(where: { $0.connection == event.connection }) else { return }
        if frame.opcode == .close {
            let (code, reason) = frame.closeStatus
            guard tapes[index].closing == nil else { return }
            tapes[index].closing = Tape.Closing(
                isByServer: direction == .serverToClient, code: code?.rawValue, reason: reason ?? "",
                after: pause(before: event))
            return
        }
        let key = Key(connection: event.connection, direction: direction)
        guard
            let message = assemblers[key, default: MessageAssembler(sizeLimit: Self.messageLimit)].append(frame).message
        else { return }
        guard !message.isIncomplete else {
            incomplete += 1
            return
        }
        tapes[index].steps.append(
            Tape.Step(
                direction: direction, payload: message.payload, isText: message.opcode == .text,
                after: pause(before: event)))
    }

    private mutating func pause(before event: WireEvent) -> Duration {
        defer { lastAt[event.connection] = event.at }
        return max(event.at - (lastAt[event.connection] ?? event.at), .zero)
    }
}
