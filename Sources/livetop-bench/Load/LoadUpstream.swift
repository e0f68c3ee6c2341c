/// The upstream of the load: a WebSocket server in a process of its own that answers in bulk, or speaks in real time.
///
/// The load driver steers it past the proxy, with plain HTTP requests to the same port (`UpstreamControl`).
final class LoadUpstream {
    private let traffic: LoadPlan
    private let listener: Int32
    private let speech: MessageTemplate
    private let uplink: MessageTemplate
    private let meter = SideMeter()
    private let poller: Poller
    private var wires: [Int32: Wire] = [:]
    /// In the order in which their setup arrived, which is the order of their turns.
    private var ready: [Wire] = []
    private var pacer: Pacer?

    init(_ traffic: LoadPlan) throws {
        self.traffic = traffic
        speech = .downlinkAudio(pcmBytes: traffic.downlinkPCM)
        uplink = .uplinkAudio(pcmBytes: traffic.uplinkPCM)
        listener = try LoopbackSocket.listen(port: 0)
        poller = try Poller()
        try poller.add(listener)
    }

    var port: UInt16 { LoopbackSocket.port(of: listener) }

    /// Serves until the process is ended.
    func run() throws -> Never {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        while true {
            try poller.wait(until: pacer?.next ?? MonotonicClock.now + 100_000_000) { socket throws(BenchError) in
                try serve(socket, scratch)
            }
            speak()
        }
    }

    private func serve(_ socket: Int32, _ scratch: UnsafeMutableRawBufferPointer) throws(BenchError) {
        if socket == listener { return try accept() }
        guard let wire = wires[socket] else { return }
        wire.flush()
        if wire.phase == .handshake, let head = wire.receiveHead() { answer(head, on: wire) }
        receive(wire, scratch)
        if wire.phase == .closed { wires[socket] = nil }
    }

    private func accept() throws(BenchError) {
        while let socket = LoopbackSocket.accept(listener) {
            wires[socket] = Wire(socket, expecting: uplink)
            try poller.add(socket)
        }
    }

    private func answer(_ head: String, on wire: Wire) {
        if let command = UpstreamControl(head) {
            wire.queue(command.reply(with: perform(command)))
            wire.flush()
            return wire.close()
        }
        wire.queue(UpgradeTexts.response)
        wire.flush()
        wire.phase = .open
    }

    private func perform(_ command: UpstreamControl) -> SideReport {
        switch command {
        case .openWindow: meter.open()
        case .closeWindow: meter.close()
        case .silence:
            pacer = nil
            isSilent = true
        case .report: break
        }
        return meter.report(of: ready)
    }

    private var isSilent = false

    private func receive(_ wire: Wire, _ scratch: UnsafeMutableRawBufferPointer) {
        var replies = 0
        wire.receive(into: scratch) { stamp, now in
            meter.record(stamp, at: now)
            if stamp != nil {
                replies += 1
            } else if !wire.isReady {
                begin(wire, at: now)
            }
        }
        guard case .bulk = traffic.pattern, replies > 0 else { return }
        let now = MonotonicClock.now
        for _ in 0..<replies { wire.queue(speech, at: now) }
        wire.flush()
    }

    private func begin(_ wire: Wire, at now: UInt64) {
        wire.isReady = true
        ready.append(wire)
        wire.queue(.setupComplete, at: now)
        wire.flush()
        if traffic.pattern.isClocked, pacer == nil, !isSilent {
            pacer = Pacer(sessions: traffic.sessions, interval: traffic.downlinkIntervalNanoseconds, start: now)
        }
    }

    /// Sends what is due: audio in every turn of a session, about once a second a transcription, and every ten
    /// seconds the end of a turn with its token counts.
    private func speak() {
        let now = MonotonicClock.now
        let turnsPerSecond = max(1, Int(1_000_000_000 / traffic.downlinkIntervalNanoseconds))
        while let due = pacer?.next, due <= now, let (session, round) = pacer?.take() {
            guard session < ready.count else { continue }
            let wire = ready[session]
            wire.queue(speech, at: now)
            if round % turnsPerSecond == turnsPerSecond - 1 { wire.queue(.transcription, at: now) }
            if round % (turnsPerSecond * 10) == turnsPerSecond * 10 - 1 { wire.queue(.turnEnd, at: now) }
            wire.flush()
        }
    }
}
