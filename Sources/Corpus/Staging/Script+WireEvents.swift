public import LiveProtocol
public import Simulator

extension Script {
    /// The script as it would be recorded on a connection where nothing takes time but its own delays: opened,
    /// upgraded, every frame, closed. The same seed gives the same payloads as the live players send.
    public func wireEvents(
        connection: ConnectionID, from start: Timestamp, seed: UInt64 = 1, spelling: Spelling = .camelCase,
        tag: String? = nil
    ) -> [WireEvent] {
        var stage = Stage(seed: seed, spelling: spelling)
        return stage.play(self, on: connection, from: start, opening: StagedOpening(tag: tag))
    }
}

/// Both sides of a session on paper: what they remember goes from connection to connection.
struct Stage {
    private var client: ClientVoice
    private let seed: UInt64
    private var connections: UInt64 = 0

    init(seed: UInt64, spelling: Spelling) {
        self.seed = seed
        client = ClientVoice(seed: seed, spelling: spelling)
    }

    /// - Parameter isClosed: false leaves the connection open after the last line.
    mutating func play(
        _ script: Script, on connection: ConnectionID, from start: Timestamp, opening: StagedOpening,
        isClosed: Bool = true
    ) -> [WireEvent] {
        var writer = EventWriter(connection: connection, now: start)
        guard writer.open(opening) else { return writer.finish() }
        var server = ServerVoice(seed: seed &+ connections)
        connections += 1
        for step in script.steps {
            switch step {
            case .client(let line, let delay):
                writer.pause(delay)
                writer.write(line, &client)
            case .server(let line, let delay):
                writer.pause(delay)
                writer.write(line, &server) { client.hear($0) }
            }
        }
        return isClosed ? writer.finish() : writer.events
    }
}

/// Appends events in the order of time.
private struct EventWriter {
    let connection: ConnectionID
    private(set) var now: Timestamp
    /// Until then the client takes nothing off the socket.
    private var readsAgainAt: Timestamp?
    private(set) var events: [WireEvent] = []
    private var sequence: Int64 = 0
    private var closure: Closure?

    init(connection: ConnectionID, now: Timestamp) {
        self.connection = connection
        self.now = now
    }

    /// False when it did not come to a WebSocket.
    mutating func open(_ opening: StagedOpening) -> Bool {
        append(.opened(opening.info))
        if let refusal = opening.refusal {
            append(.refused(refusal))
            closure = Closure(by: refusal.by, detail: refusal.reason)
            return false
        }
        append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())))
        return true
    }

    mutating func pause(_ length: Duration) {
        let end = now + max(length, .zero)
        if let instant = readsAgainAt, instant <= end {
            readsAgainAt = nil
            now = max(instant, now)
            append(.resumed(.serverToClient))
        }
        now = end
    }

    mutating func write(_ line: ClientLine, _ voice: inout ClientVoice) {
        for utterance in voice.utterances(for: line) {
            pause(utterance.after)
            // Nothing that a line holds can fail to encode; a line without bytes would only be missing.
            guard let bytes = try? voice.bytes(of: utterance) else { continue }
            frame(.clientToServer, .text, bytes)
        }
        switch line {
        case .ping: frame(.clientToServer, .ping, Array("ping".utf8))
        case .close(let code): close(.client, .clientToServer, code.map { MockClosure(code: $0, reason: "") })
        case .closeBecause(let code, let reason):
            close(.client, .clientToServer, MockClosure(code: code, reason: reason))
        case .stopReading(let length):
            append(.paused(.serverToClient))
            readsAgainAt = now + length
        case .hangUp: closure = closure ?? Closure(by: .transport, detail: "the client hung up")
        default: break
        }
    }

    mutating func write(_ line: ServerLine, _ voice: inout ServerVoice, heard: (ServerJSON) -> Void) {
        for utterance in voice.utterances(for: line) {
            pause(utterance.after)
            heard(utterance.message)
            guard let bytes = try? utterance.bytes() else { continue }
            frame(.serverToClient, .binary, bytes)
        }
        switch line {
        case .pong: frame(.serverToClient, .pong, Array("ping".utf8))
        case .close(let code, let reason):
            close(.server, .serverToClient, MockClosure(code: code, reason: reason))
        case .hangUp: closure = closure ?? Closure(by: .transport, detail: "the server reset the connection")
        default: break
        }
    }

    mutating func finish() -> [WireEvent] {
        append(.closed(closure ?? Closure(by: .client)))
        return events
    }

    private mutating func close(_ party: Party, _ direction: Direction, _ status: MockClosure?) {
        frame(direction, .close, status?.payload ?? [])
        let code = status.map { CloseCode(rawValue: $0.code) }
        let reason = status.map { String(decoding: $0.payload.dropFirst(2), as: UTF8.self) }
        closure = closure ?? Closure(by: party, code: code, reason: reason)
    }

    private mutating func frame(_ direction: Direction, _ opcode: Opcode, _ payload: [UInt8]) {
        sequence += 1
        append(.frame(direction, Frame(opcode, payload)))
    }

    private mutating func append(_ kind: WireEvent.Kind) {
        events.append(WireEvent(connection: connection, sequence: sequence, at: now, kind: kind))
    }
}
