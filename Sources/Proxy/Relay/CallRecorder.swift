import LiveProtocol
import NIOCore

/// Turns what happens on one connection into wire events and offers them to the tap. Confined to the connection's
/// event loop; nothing in here may block, throw outward, or hold up a byte.
final class CallRecorder {
    let connection: ConnectionID
    let clock: RecordingClock
    var whenClosed: () -> Void = {}
    /// Nil while capture is off: bytes are relayed unseen.
    private let tap: Tap?
    private var sequence: Int64 = 0
    /// Frames that the tap could not take and that no event has reported yet.
    private var gap: CaptureGap?
    private var decoders: [FrameDecoder?]
    /// The latest frame of a message, by direction, was not its last.
    private var openMessages = [false, false]
    private var events: [WireEvent] = []
    /// The first close frame that crossed, in clear.
    private var firstClose: (direction: Direction, frame: Frame)?
    /// Who ended the transport first and how, in words.
    private var firstEnding: String?
    private var closureByProxy: Closure?
    private var pathProbe = PathProbe()
    private var isClosed = false
    /// Delimits a direction in which a fault is asked for, in place of a decoder of ours; by direction.
    private var filters: [(any FrameBoundary)?] = [nil, nil]

    init(connection: ConnectionID, tap: Tap?, clock: RecordingClock, payloadLimit: Int) {
        self.connection = connection
        self.tap = tap
        self.clock = clock
        let decoder = tap == nil ? nil : FrameDecoder(payloadLimit: payloadLimit)
        decoders = [decoder, decoder]
    }

    /// Delimits bytes that have been passed on, and offers the frames that they complete.
    func capture(_ batch: borrowing [ReceivedBytes], _ direction: Direction) {
        guard tap != nil else { return }
        for index in batch.indices { delimit(batch[index], direction) }
        guard !events.isEmpty else { return }
        tap?.offer(events, gap: &gap)
        events.removeAll(keepingCapacity: true)
    }

    /// Whether it is known where frames begin and end: capture is on, and the framing is not lost.
    func isDelimiting(_ direction: Direction) -> Bool {
        decoders[Int(direction.rawValue)] != nil || filters[Int(direction.rawValue)] != nil
    }

    /// Whether the bytes so far end between two frames. False when that is not known.
    func isBetweenFrames(_ direction: Direction) -> Bool {
        if let filter = filters[Int(direction.rawValue)] { return filter.isBetweenFrames }
        return decoders[Int(direction.rawValue)].map { !$0.isInsideFrame } ?? false
    }

    /// A message has begun that is not complete.
    func isMessageOpen(_ direction: Direction) -> Bool { openMessages[Int(direction.rawValue)] }

    /// A close frame has crossed.
    var isClosing: Bool { firstClose != nil }

    func opened(_ info: ConnectionInfo, at instant: Timestamp) { offer(.opened(info), at: instant) }

    /// What the request or the answer to it carried: it must be known before what follows is looked at.
    func carried(_ secrets: CallSecrets) {
        if !secrets.isEmpty { tap?.offer(.secrets(connection, secrets)) }
    }

    func upgraded(_ handshake: Handshake) { offer(.upgraded(handshake)) }

    func paused(_ direction: Direction) { offer(.paused(direction)) }

    func resumed(_ direction: Direction) { offer(.resumed(direction)) }

    /// True when the round trips of the legs are due to be looked at.
    func isPathSampleDue(at instant: Timestamp) -> Bool { tap != nil && !isClosed && pathProbe.isDue(at: instant) }

    func sampled(_ path: PathSample) {
        if !isClosed { offer(.pathSample(path)) }
    }

    /// No WebSocket came of it, and that is the end.
    func refused(_ refusal: Refusal) {
        offer(.refused(refusal))
        close(Closure(by: refusal.by, detail: refusal.reason))
    }

    /// Remembers how a leg ended; the first ending is the cause of the second.
    func noteEnding(_ words: String) { firstEnding = firstEnding ?? words }

    /// From here on the end is livetop's doing.
    func noteClosureByProxy(_ closure: Closure) { closureByProxy = closureByProxy ?? closure }

    /// Both legs have ended.
    func closed() { close(closureByProxy ?? peerClosure ?? Closure(by: .transport, detail: firstEnding)) }

    /// Nobody gets to see two ends of one connection.
    private func close(_ closure: Closure) {
        guard !isClosed else { return }
        isClosed = true
        filters = [nil, nil]
        offer(.closed(closure))
        whenClosed()
    }

    // MARK: Faults

    /// How far the frames of a direction have come. Nil when nothing delimits it: capture is off, its framing is lost,
    /// or it was left to a filter.
    func decoder(_ direction: Direction) -> FrameDecoder? { decoders[Int(direction.rawValue)] }

    /// Leaves a direction to `filter`, which records what it sees itself (`record`).
    func leave(_ direction: Direction, to filter: any FrameBoundary) {
        decoders[Int(direction.rawValue)] = nil
        filters[Int(direction.rawValue)] = filter
    }

    /// A frame of a direction that was left to a filter, as `frame.fault` says.
    func record(_ frame: Frame, _ direction: Direction, at instant: Timestamp) {
        sequence += 1
        if frame.opcode == .close, firstClose == nil, frame.isServices(direction) {
            firstClose = (direction, frame.unmasked())
        }
        offer(.frame(direction, frame), at: instant)
    }

    /// Such a direction stopped making sense; its filter lets all bytes pass.
    func lost(_ direction: Direction, _ error: FramingError, at instant: Timestamp) {
        filters[Int(direction.rawValue)] = nil
        offer(.framingLost(direction, reason: error.description), at: instant)
    }

    func faulted(_ note: FaultNote) {
        if !isClosed { offer(.fault(note)) }
    }

    private var peerClosure: Closure? {
        guard let firstClose else { return nil }
        let (code, reason) = firstClose.frame.closeStatus
        // Raw as its frame: the connection's redactor knows what may not be in it.
        return Closure(
            by: firstClose.direction == .clientToServer ? .client : .server, code: code, reason: reason)
    }

    private func delimit(_ received: ReceivedBytes, _ direction: Direction) {
        let index = Int(direction.rawValue)
        var rest = received.bytes.readableBytesSpan
        while rest.byteCount > 0, decoders[index] != nil {
            do {
                guard let frame = try decoders[index]?.next(&rest) else { return }
                sequence += 1
                if frame.opcode.isControl {
                    if frame.opcode == .close, firstClose == nil { firstClose = (direction, frame.unmasked()) }
                } else if frame.isFinal == openMessages[index] {
                    openMessages[index].toggle()
                }
                append(.frame(direction, frame), at: received.at)
            } catch {
                decoders[index] = nil
                append(.framingLost(direction, reason: error.description), at: received.at)
            }
        }
    }

    private func offer(_ kind: WireEvent.Kind, at instant: Timestamp? = nil) {
        guard let tap else { return }
        append(kind, at: instant ?? clock.now())
        tap.offer(events, gap: &gap)
        events.removeAll(keepingCapacity: true)
    }

    private func append(_ kind: WireEvent.Kind, at instant: Timestamp) {
        events.append(WireEvent(connection: connection, sequence: sequence, at: instant, kind: kind))
    }
}

/// The bytes of one read and when it returned.
struct ReceivedBytes {
    var bytes: ByteBuffer
    var at: Timestamp
}

/// Knows of one direction whether bytes may be put in where it stands.
protocol FrameBoundary: AnyObject {
    var isBetweenFrames: Bool { get }
}
