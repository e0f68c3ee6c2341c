import LiveProtocol
import SessionModel
import TestSupport
import Testing

/// Audio messages that look like the one before are not parsed: that must not be seen.
@Suite struct AudioMessageTests {
    private static let wrappings = [
        (#"{"realtimeInput":{"audio":{"data":""#, #"","mimeType":"audio/pcm;rate=16000"}}}"#),
        (#"{"realtime_input": {"audio": {"mime_type": "audio/pcm", "data": ""#, #""}}}"#),
        (#"{"realtime_input": {"media_chunks": [{"data": ""#, #"", "mime_type": "audio/pcm;rate=48000"}]}}"#),
        (#"{"realtimeInput":{"audio":{"data":""#, #"","mimeType":"audio/opus"}}}"#),
        (#"{"realtimeInput":{"audio":{"data":""#, #"","mimeType":"audio/pcm"},"novelty":1}}"#),
        (#"{"realtimeInput":{"audio":{"data":""#, #"","mimeType":"audio/pcm"},"activityEnd":{}}}"#),
        (
            "{\n  \"serverContent\": {\n    \"modelTurn\": {\n      \"parts\": [\n        {\n          \"inlineData\": {\n"
                + "            \"mimeType\": \"audio/pcm;rate=24000\",\n            \"data\": \"",
            "\"\n          }\n        }\n      ]\n    }\n  }\n}\n"
        ),
        (
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":""#,
            #""}}]},"interrupted":true}}"#
        ),
    ]

    /// Mostly base64; what a string may hold, and what ends one or is no string at all, at times.
    private static func audio(_ random: inout SeededGenerator) -> [UInt8] {
        let letters = Array("ABCDwxyz0189+/-_".utf8)
        var text = (0..<Int.random(in: 0...40, using: &random)).map { _ in letters.randomElement(using: &random) ?? 0 }
        guard Int.random(in: 0..<4, using: &random) == 0 else { return text }
        let odd: [[UInt8]] = [
            Array(#"\""#.utf8), Array(#"","x":""#.utf8), Array("\\u0041".utf8), [0x0A], [0x7F], [0xC3, 0xA4], [0xFF],
            Array(#"""#.utf8), Array("=".utf8),
        ]
        text.insert(
            contentsOf: odd.randomElement(using: &random) ?? [], at: Int.random(in: 0...text.count, using: &random))
        return text
    }

    private static func message(_ random: inout SeededGenerator) -> [UInt8] {
        let (head, tail) = wrappings.randomElement(using: &random) ?? wrappings[0]
        var bytes = Array(head.utf8) + audio(&random) + Array(tail.utf8)
        if Int.random(in: 0..<10, using: &random) == 0 {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        return bytes
    }

    private static func event(_ payload: [UInt8], _ direction: Direction, _ sequence: Int64) -> WireEvent {
        WireEvent(
            connection: ConnectionID(rawValue: 1), sequence: sequence, at: Timestamp(nanoseconds: sequence),
            kind: .frame(direction, Frame(.text, payload)))
    }

    @Test(arguments: Direction.allCases)
    func `what came before changes nothing`(direction: Direction) {
        expectProperty(runs: 300) { random in
            var decoder = LiveDecoder(connection: ConnectionID(rawValue: 1))
            for sequence in 0..<Int64(20) {
                let event = Self.event(Self.message(&random), direction, sequence)
                var fresh = LiveDecoder(connection: ConnectionID(rawValue: 1))
                try #require(decoder.decode(event) == fresh.decode(event))
            }
        }
    }

    @Test func `a message that was cut is not taken for one of the same`() {
        var decoder = LiveDecoder(connection: ConnectionID(rawValue: 1))
        let payload = Array((Self.wrappings[0].0 + "AAAA" + Self.wrappings[0].1).utf8)
        #expect(decoder.decode(Self.event(payload, .clientToServer, 1)).count == 3)
        var frame = Frame(.text, payload)
        frame.isCut = true
        frame.byteCount = 1_000
        let event = WireEvent(
            connection: ConnectionID(rawValue: 1), sequence: 2, at: Timestamp(nanoseconds: 2),
            kind: .frame(.clientToServer, frame))
        var fresh = LiveDecoder(connection: ConnectionID(rawValue: 1))
        #expect(decoder.decode(event) == fresh.decode(event))
    }
}
