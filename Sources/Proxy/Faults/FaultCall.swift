import LiveProtocol
import NIOConcurrencyHelpers
import NIOCore

/// The faults of one call, and all that has to be known of it to carry them out. Confined to the call's event loop; it ends
/// with the call.
final class FaultCall {
    let recorder: CallRecorder
    let eventLoop: any EventLoop
    private let states: NIOLockedValueBox<[FaultState]>
    var armed: [ArmedFault] = []
    var talk = FaultTalk()
    weak var up: FaultFilter?
    weak var down: FaultFilter?
    private var noteCount = 0
    private(set) var hasEnded = false
    /// Kinds of what livetop is injecting just now: what that sets off must not set off itself.
    var depth = 0

    private static let noteLimit = 64

    private init(_ recorder: CallRecorder, on eventLoop: any EventLoop, _ states: NIOLockedValueBox<[FaultState]>) {
        self.recorder = recorder
        self.eventLoop = eventLoop
        self.states = states
    }

    /// Puts the filters of a call in front of its relay handlers. Nil where nothing delimits the call's frames.
    static func install(
        _ recorder: CallRecorder, client: RelayHandler, upstream: RelayHandler, on eventLoop: any EventLoop,
        _ states: NIOLockedValueBox<[FaultState]>
    ) throws -> FaultCall? {
        guard recorder.isDelimiting(.clientToServer), recorder.isDelimiting(.serverToClient) else { return nil }
        let call = FaultCall(recorder, on: eventLoop, states)
        for (direction, relay) in [(Direction.clientToServer, client), (.serverToClient, upstream)] {
            guard let context = relay.context else { throw ChannelError.alreadyClosed }
            guard let decoder = recorder.decoder(direction) else { return nil }
            let filter = FaultFilter(
                direction, call, decoder, isMessageOpen: recorder.isMessageOpen(direction))
            try context.pipeline.syncOperations.addHandler(filter, position: .before(relay))
            recorder.leave(direction, to: filter)
            if direction == .clientToServer { call.up = filter } else { call.down = filter }
        }
        return call
    }

    /// What the legs received before they were relays.
    func begin(fromClient: ByteBuffer, fromUpstream: ByteBuffer) {
        up?.begin(with: fromClient)
        down?.begin(with: fromUpstream)
    }

    /// Adds a fault; from here on its moment may come.
    func arm(_ fault: Fault) {
        guard !hasEnded else { return }
        armed.append(ArmedFault(fault))
        let index = armed.count - 1
        switch fault.trigger {
        case .now: start(index)
        case .after(let time): schedule(time) { $0.start(index) }
        case .turns, .messages, .event: break
        }
        publish()
    }

    /// One fault is over, or all are; what only they held back goes on.
    func stop(_ number: Int? = nil) {
        for index in armed.indices where number == nil || armed[index].fault.number == number {
            armed[index].phase = .over
        }
        if armed.allSatisfy({ $0.phase == .over }) {
            up?.releaseAll()
            down?.releaseAll()
        } else {
            goOn()
        }
        publish()
    }

    /// A stall is over: what waited for its end goes on, unless another one keeps it.
    func goOn() {
        if !isStalled(.clientToServer) { up?.goOn() }
        if !isStalled(.serverToClient) { down?.goOn() }
    }

    private func isStalled(_ direction: Direction) -> Bool {
        armed.contains { $0.phase == .active && $0.fault.kind == .stall && $0.direction == direction }
    }

    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        for index in armed.indices { armed[index].phase = .over }
        publish()
    }

    func schedule(_ time: Duration, _ work: @escaping (FaultCall) -> Void) {
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
            guard let self, !hasEnded else { return }
            work(self)
            publish()
        }
    }

    func publish() {
        let current = armed.map {
            FaultState(
                connection: recorder.connection, number: $0.fault.number, fault: $0.fault.description,
                phase: $0.phase, hits: $0.hits)
        }
        states.withLockedValue { $0 = current }
    }

    func note(_ index: Int, _ text: String, _ direction: Direction? = nil) {
        noteCount += 1
        guard noteCount <= Self.noteLimit else { return }
        recorder.faulted(FaultNote(fault: armed[index].fault.description, text: text, direction: direction))
    }
}
