import LiveProtocol
import TestSupport

/// Wire events of every kind with values from the whole range of what the types can hold.
struct RandomEvents {
    var random: SeededGenerator

    /// `count` events of some connections, in arrival order, the sequence numbers of each rising as the relay counts.
    mutating func events(_ count: Int, of connections: [ConnectionID]) -> [WireEvent] {
        var sequences: [ConnectionID: Int64] = [:]
        return (0..<count).map { _ in
            let connection = connections[Int.random(in: connections.indices, using: &random)]
            let kind = kind()
            if case .frame = kind { sequences[connection, default: 0] += Int64.random(in: 1...3, using: &random) }
            return WireEvent(connection: connection, sequence: sequences[connection] ?? 0, at: instant(), kind: kind)
        }
    }

    mutating func instant() -> Timestamp {
        Timestamp(
            nanoseconds: random.isOne(in: 10)
                ? Int64(bitPattern: random.next()) : .random(in: 0...(1 << 62), using: &random))
    }

    private mutating func kind() -> WireEvent.Kind {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: .opened(info())
        case 1: .upgraded(Handshake(status: number(), headers: headers(), timings: timings()))
        case 2: .refused(Refusal(status: number(), by: party(), reason: text(), headers: headers()))
        case 3: .paused(direction())
        case 4: .resumed(direction())
        case 5: .framingLost(direction(), reason: text())
        case 6: .captureGap(gap())
        case 7: .closed(closure())
        case 8: .pathSample(PathSample(client: optional { $0.duration() }, upstream: optional { $0.duration() }))
        case 9: .fault(FaultNote(fault: text(), text: text(), direction: optional { $0.direction() }))
        default: .frame(direction(), frame())
        }
    }

    private mutating func info() -> ConnectionInfo {
        let endpoint = Endpoint(
            surface: Endpoint.Surface.allCases.randomElement(using: &random) ?? .unknown,
            version: optional { $0.text() },
            method: Endpoint.Method.allCases.randomElement(using: &random) ?? .unknown)
        return ConnectionInfo(
            tag: optional { $0.text() }, endpoint: endpoint, target: text(), upstream: text(), headers: headers(),
            isTLS: .random(using: &random), removedExtensions: optional { $0.text() })
    }

    private mutating func timings() -> ConnectTimings {
        ConnectTimings(
            dns: optional { $0.duration() }, connect: optional { $0.duration() }, tls: optional { $0.duration() },
            response: optional { $0.duration() })
    }

    private mutating func gap() -> CaptureGap {
        CaptureGap(
            frames: .random(in: 0 ... .max, using: &random), bytes: .random(in: 0 ... .max, using: &random),
            cause: CaptureGap.Cause.allCases.randomElement(using: &random) ?? .tapFull)
    }

    private mutating func closure() -> Closure {
        Closure(
            by: party(), code: optional { CloseCode(rawValue: .random(in: 0 ... .max, using: &$0.random)) },
            reason: optional { $0.text() }, detail: optional { $0.text() })
    }

    private mutating func frame() -> Frame {
        let payload = optional { $0.random.bytes(.random(in: 0...400, using: &$0.random)) }
        return Frame(
            isFinal: .random(using: &random), reservedBits: .random(in: 0...7, using: &random),
            opcode: Opcode(rawValue: .random(in: 0...15, using: &random)), isMasked: .random(using: &random),
            byteCount: random.isOne(in: 4) ? .random(in: 0 ... .max, using: &random) : payload?.count ?? 0,
            payload: payload, isCut: .random(using: &random),
            fault: random.isOne(in: 3) ? FrameFault.allCases.randomElement(using: &random) : nil)
    }

    mutating func duration() -> Duration { .nanoseconds(Int64.random(in: 0 ... .max, using: &random)) }

    mutating func number() -> Int { Int(Int32.random(in: .min ... .max, using: &random)) }

    private mutating func headers() -> [HeaderField] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in HeaderField(text(), text()) }
    }

    private mutating func party() -> Party { Party.allCases.randomElement(using: &random) ?? .client }

    private mutating func direction() -> Direction { .random(using: &random) ? .clientToServer : .serverToClient }

    /// Any Unicode but NUL, which no HTTP head can hold: control characters, quotes, characters beyond the basic plane.
    mutating func text() -> String {
        let scalars = (0..<Int.random(in: 0...12, using: &random)).map { _ in
            Unicode.Scalar(UInt32.random(in: 1...0x1_1000, using: &random)) ?? "\u{FFFD}"
        }
        return String(String.UnicodeScalarView(scalars))
    }

    mutating func optional<Value>(_ make: (inout RandomEvents) -> Value) -> Value? {
        random.isOne(in: 4) ? nil : make(&self)
    }
}
