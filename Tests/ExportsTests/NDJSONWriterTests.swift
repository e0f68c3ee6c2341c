import Exports
import Foundation
import LiveProtocol
import TestSupport
import Testing

@Suite struct NDJSONWriterTests {
    private static let connection = ConnectionID(rawValue: 1_000_000_000_000)
    private var writer = NDJSONWriter(session: SessionID(connection), isRaw: true)

    @Test mutating func `a short conversation reads as the contract says`() {
        let setup = Frame(.text, Array("{\"setup\":\n {\"model\":\"models/x\"}}".utf8)).masked(
            with: MaskingKey(bigEndian: 7))
        let events: [WireEvent.Kind] = [
            .opened(Self.info),
            .frame(.clientToServer, setup),
            .frame(.serverToClient, Frame(.binary, Array(#"{"setupComplete":{}}"#.utf8))),
            .frame(.clientToServer, Frame(.text, Array(#"{"realtime_input":{"te"#.utf8), isFinal: false)),
            .frame(.serverToClient, Frame(.ping, [1, 2, 255])),
            .frame(.clientToServer, Frame(.continuation, Array(#"xt":"hé\n"}}"#.utf8))),
            .frame(
                .serverToClient,
                Frame(
                    .binary,
                    Array(#"{"serverContent":{"interrupted":true,"turnComplete":true},"usageMetadata":{}}"#.utf8))),
            .frame(.clientToServer, Frame(.text, Array("not json".utf8))),
            .frame(.clientToServer, Frame(.text, [0x22, 0xFF, 0x22])),
            .frame(.serverToClient, Frame(opcode: .binary, byteCount: 9, payload: nil)),
            .frame(.serverToClient, .close(CloseCode(rawValue: 1000), reason: "bye")),
            .closed(Closure(by: .server, code: CloseCode(rawValue: 1000))),
        ]
        let lines = events.enumerated().compactMap { index, kind in
            writer.line(for: Self.event(index, kind)).map { String(decoding: $0, as: UTF8.self) }
        }
        expectGolden(lines.joined(), named: "conversation.ndjson")
    }

    @Test mutating func `lines without raw carry no payload`() throws {
        var writer = NDJSONWriter(session: SessionID(Self.connection), isRaw: false)
        let line = writer.line(for: Self.event(1, .frame(.clientToServer, Frame(.text, [0x7B, 0x7D]))))
        #expect(!String(decoding: try #require(line), as: UTF8.self).contains("payload_b64"))
    }

    @Test mutating func `time counts from the first opening, over all connections`() throws {
        _ = writer.line(for: Self.event(0, .opened(Self.info)))
        var later = Self.event(3, .frame(.clientToServer, Frame(.ping, [])))
        later.connection = ConnectionID(rawValue: 1_000_000_000_001)
        later.at = Timestamp(nanoseconds: 3_600_000_000_007)
        let bytes = writer.line(for: later)
        let line = String(decoding: try #require(bytes), as: UTF8.self)
        #expect(line.contains(#""t":3600.000000007,"#))
        #expect(
            line.contains(#""session":"x4as5000","connection":"x4as5001","#) || line.contains("\(later.connection)"))
    }

    @Test func `every line is one JSON object that gives back what went in`() {
        expectProperty(runs: 200) { random in
            var writer = NDJSONWriter(session: SessionID(Self.connection), isRaw: true)
            for sequence in 1...10 {
                let frame = Self.frame(&random)
                let bytes = writer.line(for: Self.event(sequence, .frame(.serverToClient, frame)))
                let line = try #require(bytes)
                try #require(line.lastIndex(of: 0x0A) == line.count - 1 && line.firstIndex(of: 0x0A) == line.count - 1)
                let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
                try #require(object["schema"] as? String == "livetop.frame/1")
                try #require(object["seq"] as? Int == sequence)
                try #require(object["bytes"] as? Int == frame.byteCount)
                try #require(object["fin"] as? Bool == frame.isFinal)
                try #require((object["kinds"] as? [String])?.first == object["kind"] as? String)
                let payload = (object["payload_b64"] as? String).flatMap { Data(base64Encoded: $0) }
                try #require(payload.map(Array.init) == frame.payload)
            }
        }
    }

    private static func frame(_ random: inout SeededGenerator) -> Frame {
        let texts = [
            "{}", "[1,\r\n2]", #"{"goAway":{"timeLeft":"10s"}}"#, "{", #""a\u000ab""#, "\"a\nb\"",
            "\u{2028}",
        ]
        let opcodes: [Opcode] = [.text, .binary, .continuation, .ping, .close, Opcode(rawValue: 5)]
        let isText = Bool.random(using: &random)
        let payload = isText ? Array((texts.randomElement(using: &random) ?? "").utf8) : random.bytes(20)
        return Frame(opcodes.randomElement(using: &random) ?? .text, payload, isFinal: !random.isOne(in: 3))
    }

    private static func event(_ index: Int, _ kind: WireEvent.Kind) -> WireEvent {
        WireEvent(
            connection: connection, sequence: Int64(index), at: .seconds(Double(index) / 8), kind: kind)
    }

    private static let info = ConnectionInfo(
        tag: nil, endpoint: .unknown, target: "/", upstream: "http://localhost", headers: [], isTLS: false,
        removedExtensions: nil
    )
}
