import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct CaptureLevelTests {
    private static let audio = String(repeating: "QUJD", count: 100)

    @Test(arguments: [
        (
            #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm","data":"MEDIA"}}}"#,
            #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm","data":""}}}"#
        ),
        (
            #"{"a":[{"inline_data":{"data" : "MEDIA=="}},{"data":"MEDIA_-"}],"text":"hi"}"#,
            #"{"a":[{"inline_data":{"data" : ""}},{"data":""}],"text":"hi"}"#
        ),
        (#"{"data":"MEDIA\/\u003d"}"#, #"{"data":""}"#),
        (
            #"{"event_type":"step.delta","delta":{"type":"audio","data":"MEDIA","mime_type":"audio/pcm"}}"#,
            #"{"event_type":"step.delta","delta":{"type":"audio","data":"","mime_type":"audio/pcm"}}"#
        ),
        (
            #"{"events":[{"event_type":"input","content":[{"mime_type":"audio/pcm","data":"MEDIA"}]}]}"#,
            #"{"events":[{"event_type":"input","content":[{"mime_type":"audio/pcm","data":""}]}]}"#
        ),
        (#"{"data":"short"}"#, #"{"data":"short"}"#),
        (#"{"data":"MEDIA with spaces is text"}"#, #"{"data":"MEDIA with spaces is text"}"#),
        (#"{"text":"\"data\":\"MEDIA\""}"#, #"{"text":"\"data\":\"MEDIA\""}"#),
        (#"{"text":"data","x":"MEDIA"}"#, #"{"text":"data","x":"MEDIA"}"#),
        (#"{"data":{"data":"MEDIA"}}"#, #"{"data":{"data":""}}"#),
        ("", ""), ("  ", "  "), ("{}", "{}"),
    ])
    func `no-audio empties media and nothing else`(before: String, after: String) {
        let text = before.replacing("MEDIA", with: Self.audio)
        let event = CaptureLevel.noAudio.applied(to: .frame(1, Array(text.utf8)))
        #expect(payload(event) == Array(after.replacing("MEDIA", with: Self.audio).utf8))
        #expect(frame(event)?.byteCount == text.utf8.count)
    }

    @Test func `no-audio keeps nothing of what is not JSON, nor of fragments`() {
        #expect(payload(CaptureLevel.noAudio.applied(to: .frame(1, [0x00, 0x01, 0x02]))) == nil)
        for fragment in [Frame(.text, Array("{".utf8), isFinal: false), Frame(.continuation, Array("}".utf8))] {
            let event = WireEvent(connection: .first, sequence: 1, at: anchor, kind: .frame(.serverToClient, fragment))
            #expect(payload(CaptureLevel.noAudio.applied(to: event)) == nil)
        }
    }

    @Test func `meta keeps no payload but says why a connection closed`() {
        #expect(payload(CaptureLevel.meta.applied(to: .frame(1))) == nil)
        let close = Frame(.close, [0x03, 0xF0] + Array("why".utf8))
        for level in CaptureLevel.allCases {
            let event = WireEvent(connection: .first, sequence: 1, at: anchor, kind: .frame(.serverToClient, close))
            #expect(level.applied(to: event) == event)
        }
    }

    @Test(arguments: CaptureLevel.allCases)
    func `no level changes anything but payloads`(level: CaptureLevel) {
        expectProperty(runs: 50) { random in
            var source = RandomEvents(random: random)
            for event in source.events(20, of: [.first]) {
                var kept = level.applied(to: event)
                guard case .frame(let direction, var frame) = kept.kind, case .frame(_, let before) = event.kind else {
                    try #require(kept == event)
                    continue
                }
                frame.payload = before.payload
                kept.kind = .frame(direction, frame)
                try #require(kept == event)
            }
        }
    }

    @Test func `media is every text of base64 and none with another character, wherever that stands`() {
        let signs = Set("+/-_=".utf8)
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
            let isDigit =
                signs.contains(byte)
                || (byte < 0x80
                    && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber))
            for place in 0..<35 {
                var text = [UInt8](repeating: UInt8(ascii: "Z"), count: 35)
                text[place] = byte
                let stripped = MediaStripper.stripped(Array("{\"data\":\"".utf8) + text + Array("\"}".utf8))
                #expect((stripped == Array("{\"data\":\"\"}".utf8)) == isDigit, "\(byte) at \(place)")
            }
        }
    }

    /// Law 4: no bytes trap, and what comes out is never longer.
    @Test func `stripping takes any bytes`() {
        let pieces = ["\"", "\\", "data", "\"data\"", ":", "{", "}", " ", "é", Self.audio, "\u{0}", "["]
        expectProperty(runs: 300) { random in
            let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            var bytes = Array("{".utf8) + text.joined().utf8
            if !bytes.isEmpty, random.isOne(in: 2) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            let stripped = MediaStripper.stripped(bytes)
            try #require((stripped?.count ?? 0) <= bytes.count)
        }
    }

    @Test func `the recorder applies the level`() throws {
        let store = try TestStore()
        var recorder = try store.recorder(capture: .meta)
        try recorder.append([WireEvent.opened(), .frame(1)].items)
        #expect(try store.payloadCounts(of: .first) == [nil])
    }

    private func frame(_ event: WireEvent) -> Frame? {
        guard case .frame(_, let frame) = event.kind else { return nil }
        return frame
    }

    private func payload(_ event: WireEvent) -> [UInt8]? { frame(event)?.payload }
}
