import LiveProtocol
import Proxy

/// Reads what calls have compressed, behind the tap and before anything is redacted, recorded or understood. Calls without
/// compression pass through it.
struct Inflation {
    private var calls: [ConnectionID: Call] = [:]
    private let limits: MessageInflater.Limits

    private struct Call {
        var up: MessageInflater
        var down: MessageInflater

        init(_ terms: CompressionTerms?, _ limits: MessageInflater.Limits) {
            up = MessageInflater(forgets: terms?.clientForgets, limits: limits)
            down = MessageInflater(forgets: terms?.serverForgets, limits: limits)
        }

        mutating func take(_ frame: Frame, _ direction: Direction) -> (frame: Frame, trouble: String?) {
            direction == .clientToServer ? up.take(frame) : down.take(frame)
        }
    }

    init(limits: MessageInflater.Limits = MessageInflater.Limits()) { self.limits = limits }

    /// The event in clear. In front of it, where a side of a call can be read no longer, the event that says so.
    mutating func take(_ event: WireEvent) -> (trouble: WireEvent?, event: WireEvent) {
        switch event.kind {
        case .frame(let direction, let frame):
            guard frame.reservedBits != 0 || calls[event.connection] != nil else { return (nil, event) }
            return read(frame, direction, of: event)
        case .upgraded(let handshake):
            calls[event.connection] = CompressionTerms(answer: handshake.headers).map { Call($0, limits) }
        case .captureGap:
            calls[event.connection]?.up.skip()
            calls[event.connection]?.down.skip()
        case .closed: calls[event.connection] = nil
        default: break
        }
        return (nil, event)
    }

    private mutating func read(
        _ frame: Frame, _ direction: Direction, of event: WireEvent
    ) -> (trouble: WireEvent?, event: WireEvent) {
        var event = event
        let (clear, trouble) = calls[event.connection, default: Call(nil, limits)].take(frame, direction)
        event.kind = .frame(direction, clear)
        let said = trouble.map { reason in
            WireEvent(
                connection: event.connection, sequence: max(event.sequence.subtractingClamped(1), 0), at: event.at,
                kind: .framingLost(direction, reason: reason))
        }
        return (said, event)
    }
}
