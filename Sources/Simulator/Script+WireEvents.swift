public import LiveProtocol

extension Script {
    /// The script as it would be recorded on a connection where nothing takes time but its own delays: opened,
    /// upgraded, every frame, closed. The same seed gives the same payloads as the live players send.
    public func wireEvents(
        connection: ConnectionID, from start: Timestamp, seed: UInt64 = 1, spelling: Spelling = .camelCase,
        tag: String? = nil
    ) -> [WireEvent] {
        var writer = EventWriter(connection: connection, now: start)
        writer.open(tag: tag)
        var client = ClientVoice(seed: seed, spelling: spelling)
        var server = ServerVoice(seed: seed)
        for step in steps {
            switch step {
            case .client(let line, let delay):
                writer.now = writer.now + delay
                writer.write(line, &client)
            case .server(let line, let delay):
                writer.now = writer.now + delay
                writer.write(line, &server) { client.hear($0) }
            }
        }
        return writer.finish()
    }
}

/// Appends events in the order of time.
private struct EventWriter {
    let connection: ConnectionID
    var now: Timestamp
    private var events: [WireEvent] = []
    private var sequence: Int64 = 0
    private var closure: Closure?

    init(connection: ConnectionID, now: Timestamp) {
        self.connection = connection
        self.now = now
    }

    mutating func open(tag: String?) {
        let info = ConnectionInfo(
            tag: tag, endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
            target: "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent",
            upstream: "https://generativelanguage.googleapis.com", headers: [], isTLS: false, removedExtensions: nil)
        append(.opened(info))
        append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())))
    }

    mutating func write(_ line: ClientLine, _ voice: inout ClientVoice) {
        for utterance in voice.utterances(for: line) {
            now = now + utterance.after
            // Nothing that a line holds can fail to encode; a line without bytes would only be missing.
            guard let bytes = try? voice.bytes(of: utterance.message) else { continue }
            frame(.clientToServer, .text, bytes)
        }
        switch line {
        case .ping: frame(.clientToServer, .ping, Array("ping".utf8))
        case .close(let code): close(.client, .clientToServer, code.map { MockClosure(code: $0, reason: "") })
        case .hangUp: closure = closure ?? Closure(by: .transport, detail: "the client hung up")
        default: break
        }
    }

    mutating func write(_ line: ServerLine, _ voice: inout ServerVoice, heard: (ServerJSON) -> Void) {
        for utterance in voice.utterances(for: line) {
            now = now + utterance.after
            heard(utterance.message)
            guard let bytes = try? MessageCoding.encode(utterance.message) else { continue }
            frame(.serverToClient, .binary, bytes)
        }
        if case .close(let code, let reason) = line {
            close(.server, .serverToClient, MockClosure(code: code, reason: reason))
        }
    }

    mutating func finish() -> [WireEvent] {
        append(.closed(closure ?? Closure(by: .client)))
        return events
    }

    private mutating func close(_ party: Party, _ direction: Direction, _ status: MockClosure?) {
        frame(direction, .close, status?.payload ?? [])
        let code = status.map { CloseCode(rawValue: $0.code) }
        closure = closure ?? Closure(by: party, code: code, reason: status?.reason)
    }

    private mutating func frame(_ direction: Direction, _ opcode: Opcode, _ payload: [UInt8]) {
        sequence += 1
        append(.frame(direction, Frame(opcode, payload)))
    }

    private mutating func append(_ kind: WireEvent.Kind) {
        events.append(WireEvent(connection: connection, sequence: sequence, at: now, kind: kind))
    }
}
