import FoundationEssentials
import LiveProtocol
import SessionModel
import SessionStore

/// The steps that one message takes behind the relay, each with what the step before it makes.
struct PathOfFrame {
    let title: String
    private let direction: Direction
    private let wire: [UInt8]
    private let masked: Frame
    private let connection = ConnectionID(rawValue: 1)

    init(_ title: String, _ direction: Direction, _ template: MessageTemplate) throws {
        self.title = title
        self.direction = direction
        var wire: [UInt8] = []
        template.append(Stamp(sentAt: 1, sequence: 0), to: &wire)
        self.wire = wire
        masked = try Self.delimit(wire)
    }

    /// In the order of the path; the names are the rows of the table.
    static let steps = [
        "delimit and copy", "unmask and redact", "decode", "fold", "audio measures", "write the row",
        "write the row, 100 sessions",
    ]

    /// CPU nanoseconds of each of `steps`. Rows are written to a database in `folder`.
    func measure(in folder: URL) throws -> [Double] {
        let folding = folding(withSignal: false)
        return [
            try delimiting(), redacting(), decoding(), folding, max(self.folding(withSignal: true) - folding, 0),
            try recording(sessions: 1, in: folder), try recording(sessions: 100, in: folder),
        ]
    }

    private static func delimit(_ wire: [UInt8]) throws -> Frame {
        var decoder = FrameDecoder(payloadLimit: 1 << 20)
        var rest = wire.span.bytes
        guard let frame = try decoder.next(&rest) else { throw BenchError("a template is not a whole frame") }
        return frame
    }

    private func delimiting() throws -> Double {
        var decoder = FrameDecoder(payloadLimit: 1 << 20)
        return try PartTimer.nanoseconds {
            var rest = wire.span.bytes
            PartTimer.keep(try decoder.next(&rest))
        }
    }

    private func redacting() -> Double {
        var redactor = FrameRedactor { _ in "hash" }
        return PartTimer.nanoseconds { PartTimer.keep(redactor.redact(masked)) }
    }

    private func decoding() -> Double {
        var decoder = LiveDecoder(connection: connection)
        for event in opening { _ = decoder.decode(event) }
        let event = event(sequence: 1)
        return PartTimer.nanoseconds { PartTimer.keep(decoder.decode(event)) }
    }

    /// - Parameter withSignal: false for audio whose samples were not captured: it is counted, and nothing is measured.
    private func folding(withSignal: Bool) -> Double {
        var decoder = LiveDecoder(connection: connection)
        var fleet = Fleet()
        for event in opening { for live in decoder.decode(event) { fleet.apply(live) } }
        let events = decoder.decode(event(sequence: 1)).map { withSignal ? $0 : $0.withoutSignal }
        var at = Timestamp(nanoseconds: 0)
        return PartTimer.nanoseconds {
            at = at + .milliseconds(40)
            for var event in events {
                event.at = at
                fleet.apply(event)
            }
        }
    }

    /// Transactions of 256 rows, about what a hundred sessions make in 50 ms. Rows of many sessions cost more: each
    /// session has its own place in the index.
    private func recording(sessions: Int, in folder: URL) throws -> Double {
        let start = Timestamp(nanoseconds: 0)
        let name = "\(direction.name)-\(wire.count)-\(sessions)"
        let database = try SessionDatabase.open(in: folder.appending(path: name))
        var recorder = try Recorder(
            database, header: RecordingHeader(startedAt: start, version: "bench", capture: .full, host: nil))
        var sequence = 0
        let rows = 256
        let batch = try PartTimer.nanoseconds {
            let items = (sequence..<sequence + rows).map { number in
                RecordItem.event(
                    event(sequence: Int64(number / sessions + 1), of: ConnectionID(rawValue: UInt64(number % sessions)))
                )
            }
            sequence += rows
            try recorder.append(items)
        }
        return batch / Double(rows)
    }

    private var opening: [WireEvent] {
        let info = ConnectionInfo(
            tag: nil, endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
            target: "/ws/…", upstream: "http://localhost", headers: [], isTLS: false, removedExtensions: nil)
        let handshake = Handshake(status: 101, headers: [], timings: ConnectTimings())
        return [.opened(info), .upgraded(handshake)].map {
            WireEvent(connection: connection, sequence: 0, at: Timestamp(nanoseconds: 0), kind: $0)
        }
    }

    private func event(sequence: Int64, of connection: ConnectionID? = nil) -> WireEvent {
        WireEvent(
            connection: connection ?? self.connection, sequence: sequence,
            at: Timestamp(nanoseconds: sequence * 40_000_000),
            kind: .frame(direction, masked.unmasked()))
    }
}

extension LiveEvent {
    fileprivate var withoutSignal: LiveEvent {
        var event = self
        switch kind {
        case .client(.audio(var chunk)):
            chunk.base64 = []
            event.kind = .client(.audio(chunk))
        case .server(.audio(var chunk)):
            chunk.base64 = []
            event.kind = .server(.audio(chunk))
        default: break
        }
        return event
    }
}
