import LiveProtocol
import NIOCore
import NIOPosix
import NIOWebSocket

/// One open connection of a scripted client: a task that reads and a task that performs share it.
actor ClientCall {
    typealias Inbound = NIOAsyncChannelInboundStream<WebSocketFrame>
    typealias Outbound = NIOAsyncChannelOutboundWriter<WebSocketFrame>

    private let configuration: ClientConfiguration
    private let outbound: Outbound
    private let channel: any Channel
    private let inbox = Inbox()
    private var voice: ClientVoice
    private(set) var outcome = ClientOutcome(.broken)
    private var hasSentClose = false
    private var pausedUntil: ContinuousClock.Instant?
    /// When the last message was due: where the next follows at once, it is due that much later, however late we are.
    private var lastDue: ContinuousClock.Instant?
    private let clock = ContinuousClock()

    init(_ configuration: ClientConfiguration, _ outbound: Outbound, _ channel: any Channel) {
        self.configuration = configuration
        self.outbound = outbound
        self.channel = channel
        voice = ClientVoice(seed: configuration.seed, spelling: configuration.spelling, handle: configuration.handle)
    }

    /// Reads until the connection ends. Not taking the next frame is what stops NIO from reading.
    func read(_ inbound: Inbound) async {
        do {
            for try await frame in inbound {
                guard await receive(frame) else { break }
                try await pauseIfAsked()
            }
        } catch {
            // A reset or a truncated stream: the outcome says `broken` unless a close frame crossed before.
        }
        await inbox.close()
    }

    /// Says the client's lines and waits for the server's. A script without a close ends with 1000.
    func perform(_ script: Script) async {
        do {
            for step in script.steps {
                switch step {
                case .client(let line, let delay):
                    try await pause(delay)
                    try await say(line)
                case .server(let line, _):
                    guard await hear(line) else { throw Missed(line: line) }
                }
            }
            try await sayClose(1000)
        } catch {
            outcome.missed = (error as? Missed)?.line
            // Fails when the connection is gone already, and then there is nothing left to close.
            try? await sayClose(1000)
        }
        // The server's answer ends `read`; a server that keeps silent is not waited for longer than this.
        if await !inbox.wait(for: .close, patience: .seconds(5)) { try? await channel.close() }
        voice.handle.map { outcome.handle = $0 }
    }

    private struct Missed: Error {
        var line: ServerLine
    }

    private func hear(_ line: ServerLine) async -> Bool {
        guard let kind = ServerKind(line) else { return true }
        let hasCome = await inbox.wait(for: kind, patience: configuration.patience)
        return hasCome || line == .hangUp
    }

    private func receive(_ frame: WebSocketFrame) async -> Bool {
        note(frame, .serverToClient)
        outcome.framesReceived += 1
        switch frame.opcode {
        case .text, .binary:
            guard let message = try? MessageCoding.decode(ServerJSON.self, from: frame.data.readableBytesView)
            else { return true }
            voice.hear(message)
            await inbox.put(ServerKind.kinds(of: message))
        case .ping:
            // Fails only when the connection is gone, which the next read reports.
            try? await send(.pong, frame.data)
        case .connectionClose:
            var data = frame.data
            outcome.ending = .closed(code: data.readInteger(), reason: String(buffer: data))
            try? await sayClose(1000)
            await inbox.put([.close])
            return false
        default: break
        }
        return true
    }

    private func say(_ line: ClientLine) async throws {
        for utterance in voice.utterances(for: line) {
            try await wait(utterance.after)
            try await send(.text, ByteBuffer(bytes: voice.bytes(of: utterance)))
        }
        switch line {
        case .ping: try await send(.ping, ByteBuffer(string: "ping"))
        case .stopReading(let length): pausedUntil = clock.now + length / configuration.pace
        case .close(let code): try await sayClose(code)
        case .closeBecause(let code, let reason): try await sayClose(code, reason)
        case .hangUp: try await channel.close()
        default: break
        }
    }

    private func sayClose(_ code: UInt16?, _ reason: String = "") async throws {
        guard !hasSentClose else { return }
        hasSentClose = true
        var payload = ByteBuffer()
        if let code { payload.writeBytes(MockClosure(code: code, reason: reason).payload) }
        try await send(.connectionClose, payload)
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) async throws {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: payload)
        note(WebSocketFrame(fin: true, opcode: opcode, data: payload), .clientToServer)
        outcome.framesSent += 1
        try await outbound.write(frame)
    }

    private func pause(_ length: Duration) async throws {
        guard length > .zero else { return }
        lastDue = nil
        try await Task.sleep(for: length / configuration.pace)
    }

    /// A microphone goes on while a busy machine lets its program wait: what is late is caught up with.
    private func wait(_ length: Duration) async throws {
        guard length > .zero else { return }
        let start = lastDue.flatMap { clock.now - $0 < Self.longestDelay ? $0 : nil } ?? clock.now
        let due = start + length / configuration.pace
        lastDue = due
        if due > clock.now { try await clock.sleep(until: due) }
    }

    /// What comes later than this was waited for.
    private static let longestDelay = Duration.milliseconds(250)

    private func pauseIfAsked() async throws {
        guard let instant = pausedUntil else { return }
        pausedUntil = nil
        try await clock.sleep(until: instant)
    }

    private func note(_ frame: WebSocketFrame, _ direction: Direction) {
        guard configuration.keepsFrames else { return }
        let at = configuration.clock?()
        let copy = Frame(
            Opcode(rawValue: UInt8(webSocketOpcode: frame.opcode)), Array(frame.data.readableBytesView),
            isFinal: frame.fin)
        outcome.frames.append(MockFrame(connection: 1, direction: direction, frame: copy, at: at))
    }
}
