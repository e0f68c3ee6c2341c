import LiveProtocol
import SessionModel
import TestSupport
import Testing

/// The laws of the model: totality, batching, isolation, bounded memory.
@Suite struct SessionLawTests {
    /// Law 4.
    @Test func `no sequence of frames and events is too much`() {
        expectProperty(runs: 60) { random in
            var fleet = Fleet(closedLimit: 3)
            var decoders: [UInt64: LiveDecoder] = [:]
            let messages = random.conversations(count: 1)[0].payloads
            for _ in 0..<200 {
                let event = random.wireEvent(messages)
                let id = event.connection.rawValue
                for live in decoders[id, default: LiveDecoder(connection: event.connection)].decode(event) {
                    fleet.apply(live)
                }
            }
            for now in [Int64.min, 0, .max] {
                let summaries = fleet.summaries(at: Timestamp(nanoseconds: now))
                try #require(summaries.count == fleet.sessions.count)
            }
        }
    }

    /// Law 6.
    @Test func `live events taken one by one or in batches give the same fleet`() {
        expectProperty(runs: 30) { random in
            let events = random.conversations(count: 3).flatMap(\.live)
            var single = Fleet()
            for event in events { single.apply(event) }
            var batched = Fleet()
            for batch in random.cut(events, into: 5) {
                for event in batch { batched.apply(event) }
                _ = batched.takeJoins()
                _ = batched.summaries(at: .seconds(1))
            }
            try #require(single.sessions == batched.sessions)
        }
    }

    /// Law 7.
    @Test func `interleaving sessions differently changes none of them`() {
        expectProperty(runs: 30) { random in
            var queues = random.conversations(count: 4).map { $0.live[...] }
            var apart = Fleet()
            for event in queues.joined() { apart.apply(event) }
            var mixed = Fleet()
            while let queue = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &random) {
                if let event = queues[queue].popFirst() { mixed.apply(event) }
            }
            try #require(apart.sessions.count == mixed.sessions.count)
            for session in apart.sessions { try #require(mixed[session.id] == session) }
        }
    }

    /// Law 9. What a state holds is measured by the length of its description: every stored element is in it.
    @Test func `ten simulated hours weigh what one hour weighs`() {
        var random = SeededGenerator(seed: 1)
        var fleet = Fleet(closedLimit: 2)
        var weights: [Int] = []
        for hour in 0..<10 {
            for tenMinutes in 0..<6 {
                let number = UInt64(hour * 6 + tenMinutes)
                var call = Call(number + 1, start: Double(number) * 600)
                call.begin(resuming: number == 0 ? nil : "h:\(number)")
                for _ in 0..<25 { call.exchange(&random) }
                call.server(#"{"sessionResumptionUpdate":{"newHandle":"h:\#(number + 1)","resumable":true}}"#)
                call.close()
                for event in call.live { fleet.apply(event) }
            }
            weights.append(fleet.sessions.reduce(0) { $0 + String(describing: $1).utf8.count })
        }
        #expect(fleet.sessions.count == 1)
        #expect(weights[9] < weights[3] + weights[3] / 4, "bytes per hour: \(weights)")
    }
}

extension Call {
    /// A question and its answer, a few seconds long, all texts of one length.
    mutating func exchange(_ random: inout SeededGenerator) {
        let number = Int.random(in: 10_000...99_999, using: &random)
        server(#"{"serverContent":{"inputTranscription":{"text":"question \#(number)"}}}"#, after: 1)
        for _ in 0..<3 { speak(milliseconds: 40, after: 0.04) }
        server(#"{"toolCall":{"functionCalls":[{"id":"c\#(number)","name":"f","args":{}}]}}"#)
        client(#"{"toolResponse":{"functionResponses":[{"id":"c\#(number)","name":"f","response":{}}]}}"#, after: 1)
        server(#"{"serverContent":{"outputTranscription":{"text":"answer \#(number)"}},"novelty\#(number)":1}"#)
        completeTurn(usage: #"{"promptTokenCount":\#(number),"responseTokenCount":50}"#, after: 1)
    }

    var payloads: [[UInt8]] {
        wire.compactMap { if case .frame(_, let frame) = $0.kind { frame.payload } else { nil } }
    }
}

extension SeededGenerator {
    /// Unrelated sessions: no handle of one appears in another.
    mutating func conversations(count: Int) -> [Call] {
        (1...UInt64(count)).map { number in
            var call = Call(number, start: Double(number))
            call.begin(resuming: isOne(in: 2) ? "own:\(number)" : nil)
            for _ in 0..<Int.random(in: 0...6, using: &self) { call.exchange(&self) }
            if isOne(in: 2) { call.close() }
            return call
        }
    }

    /// Something on one of eight connections, seldom sensible.
    mutating func wireEvent(_ messages: [[UInt8]]) -> WireEvent {
        WireEvent(
            connection: ConnectionID(rawValue: next() % 8), sequence: Int64(truncatingIfNeeded: next()),
            at: Timestamp(
                nanoseconds: isOne(in: 3) ? Int64(truncatingIfNeeded: next()) : Int64(next() % 1_000_000_000_000)),
            kind: wireKind(messages)
        )
    }

    private mutating func wireKind(_ messages: [[UInt8]]) -> WireEvent.Kind {
        let direction: Direction = isOne(in: 2) ? .clientToServer : .serverToClient
        switch UInt8.random(in: 0..<16, using: &self) {
        case 0: return Call().wire[0].kind
        case 1: return .upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings()))
        case 2: return .closed(Closure(by: .transport))
        case 3: return .captureGap(CaptureGap(frames: .max, bytes: .max, cause: .tapFull))
        case 4: return .refused(Refusal(status: -1, by: .server, reason: ""))
        case 5: return isOne(in: 2) ? .paused(direction) : .resumed(direction)
        case 6: return .framingLost(direction, reason: "x")
        default: return .frame(direction, frame(messages))
        }
    }

    private mutating func frame(_ messages: [[UInt8]]) -> Frame {
        var payload = messages.randomElement(using: &self) ?? []
        if isOne(in: 3), !payload.isEmpty {
            payload[Int(next() % UInt64(payload.count))] = UInt8(truncatingIfNeeded: next())
        }
        if isOne(in: 5) { payload = bytes(20) }
        let opcode = isOne(in: 4) ? Opcode(rawValue: UInt8(truncatingIfNeeded: next())) : .text
        let byteCount = isOne(in: 9) ? Int.max : payload.count
        return Frame(
            isFinal: !isOne(in: 6), opcode: opcode, byteCount: byteCount, payload: isOne(in: 12) ? nil : payload)
    }
}
