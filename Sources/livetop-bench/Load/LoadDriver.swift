/// The clients of the load, in a process of its own: opens all sessions through the proxy, sends, receives and counts.
final class LoadDriver {
    private let traffic: LoadPlan
    private let proxyPort: UInt16
    private let upstreamPort: UInt16
    private let watched: ProcessMeter?
    private let audio: MessageTemplate
    private let meter = SideMeter()
    private let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private let poller: Poller
    private var sessions: [Wire] = []
    private var bySocket: [Int32: Wire] = [:]
    private var pacer: Pacer?
    private var lateness = LatencyCounts()
    private var residentMegabytes: [Double] = []
    private var isSending = true

    init(_ traffic: LoadPlan, proxyPort: UInt16, upstreamPort: UInt16, watching pid: Int32?) throws {
        self.traffic = traffic
        self.proxyPort = proxyPort
        self.upstreamPort = upstreamPort
        watched = pid.flatMap { ProcessMeter(pid: $0) }
        audio = .uplinkAudio(pcmBytes: traffic.uplinkPCM)
        poller = try Poller()
    }

    deinit { scratch.deallocate() }

    func run() throws -> LoadReport {
        try connect()
        start()
        try advance(seconds: traffic.warmUpSeconds)
        lateness = LatencyCounts()
        _ = try UpstreamControl.openWindow.send(toPort: upstreamPort)
        meter.open()
        let start = MonotonicClock.now
        let cpu = watched?.cpuNanoseconds
        let threads = watched.map { ThreadTimes(pid: $0.pid) }
        try measure()
        let threadCPU = watched.flatMap { watched in threads.map { ThreadTimes(pid: watched.pid).seconds(since: $0) } }
        let proxyCPU = watched.flatMap { watched in cpu.map { watched.cpuNanoseconds - $0 } }
        let window = MonotonicClock.now - start
        meter.close()
        _ = try UpstreamControl.closeWindow.send(toPort: upstreamPort)
        let upstream = try drain()
        defer { hangUp() }
        return LoadReport(
            client: meter.report(of: sessions), upstream: upstream, windowSeconds: Double(window) / 1e9,
            proxyCPUSeconds: proxyCPU.map { Double($0) / 1e9 }, threadCPUSeconds: threadCPU,
            residentMegabytes: residentMegabytes,
            lateness: lateness.summary)
    }

    /// Opens the sessions a hundred at a time, so that a burst of handshakes is not what is measured.
    private func connect() throws {
        let expected = MessageTemplate.downlinkAudio(pcmBytes: traffic.downlinkPCM)
        let deadline = MonotonicClock.now + 60_000_000_000
        while sessions.count < traffic.sessions {
            for _ in 0..<min(100, traffic.sessions - sessions.count) {
                let wire = Wire(try LoopbackSocket.connect(port: proxyPort), expecting: expected)
                wire.queue(UpgradeTexts.request(port: proxyPort))
                sessions.append(wire)
                bySocket[wire.socket] = wire
                try poller.add(wire.socket)
            }
            while !sessions.allSatisfy(\.isReady) {
                try poll(until: MonotonicClock.now + 20_000_000)
                if let failure = connectFailure(deadline: deadline) { throw failure }
            }
        }
    }

    private func connectFailure(deadline: UInt64) -> BenchError? {
        if sessions.contains(where: { $0.phase == .closed }) {
            return BenchError("the proxy ended a session before its setup was answered")
        }
        guard MonotonicClock.now > deadline else { return nil }
        let count = sessions.count { $0.isReady }
        return BenchError("only \(count) of \(traffic.sessions) sessions were set up within a minute")
    }

    private func start() {
        let now = MonotonicClock.now
        switch traffic.pattern {
        case .paced, .held:
            pacer = Pacer(sessions: traffic.sessions, interval: traffic.uplinkIntervalNanoseconds, start: now)
        case .bulk(let inFlight):
            for wire in sessions {
                for _ in 0..<inFlight { wire.queue(audio, at: now) }
                wire.flush()
            }
        }
    }

    private func measure() throws {
        var rest = traffic.windowSeconds
        while rest > 0 {
            try advance(seconds: min(1, rest))
            rest -= 1
            if let bytes = watched?.residentBytes { residentMegabytes.append(Double(bytes) / 1e6) }
        }
    }

    private func advance(seconds: Double) throws {
        let end = MonotonicClock.now + UInt64(seconds * 1e9)
        while MonotonicClock.now < end {
            try poll(until: min(end, pacer?.next ?? end))
            send()
        }
    }

    private func poll(until deadline: UInt64) throws {
        try poller.wait(until: deadline) { socket throws(BenchError) in
            guard let wire = bySocket[socket] else { return }
            wire.flush()
            if wire.phase == .handshake, let head = wire.receiveHead() { try begin(wire, head) }
            receive(wire)
        }
    }

    private func begin(_ wire: Wire, _ head: String) throws(BenchError) {
        guard UpgradeTexts.isAccepted(head) else { throw BenchError("the proxy refused a session: \(head)") }
        wire.phase = .open
        wire.queue(.setup, at: 0)
        wire.flush()
    }

    private func receive(_ wire: Wire) {
        var answered = 0
        wire.receive(into: scratch) { stamp, now in
            meter.record(stamp, at: now)
            if stamp != nil { answered += 1 } else { wire.isReady = true }
        }
        guard case .bulk = traffic.pattern, answered > 0, isSending else { return }
        let now = MonotonicClock.now
        for _ in 0..<answered { wire.queue(audio, at: now) }
        wire.flush()
    }

    /// Sends what is due.
    private func send() {
        let now = MonotonicClock.now
        while let due = pacer?.next, due <= now, let turn = pacer?.take() {
            lateness.record(now - due)
            let wire = sessions[turn.session]
            wire.queue(audio, at: now)
            wire.flush()
        }
    }

    /// Stops both ends and waits for what is under way, as long as something still arrives.
    private func drain() throws -> SideReport {
        pacer = nil
        isSending = false
        var report = try UpstreamControl.silence.send(toPort: upstreamPort)
        var missing = Int.max
        var patience = 20
        while patience > 0 {
            try advance(seconds: 0.1)
            report = try UpstreamControl.report.send(toPort: upstreamPort)
            let mine = meter.report(of: sessions)
            let left = Int(mine.sent) + Int(report.sent) - Int(mine.received) - Int(report.received)
            if left == 0 { break }
            patience = left < missing ? 20 : patience - 1
            missing = left
        }
        return report
    }

    private func hangUp() {
        for wire in sessions where wire.phase == .open {
            wire.queue(.close, at: 0)
            wire.flush()
            wire.close()
        }
    }
}
