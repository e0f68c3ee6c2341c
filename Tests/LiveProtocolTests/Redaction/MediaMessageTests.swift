import Foundation
import TestSupport
import Testing

@testable import LiveProtocol

/// Messages that differ from the one before in their media only are passed on unread.
@Suite struct MediaMessageTests {
    /// `{}` is the media, or a text.
    static let templates = [
        #"{"realtimeInput":{"audio":{"data":"{}","mimeType":"audio/pcm;rate=16000"}}}"#,
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"{}"}}}"#,
        #"{"realtimeInput":{"mediaChunks":[{"data":"{}","mimeType":"audio/pcm"}]}}"#,
        #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"{}"}}]}}}"#,
        #"{"serverContent":{"modelTurn":{"parts":[{"text":"the key AIzaSy"},{"inlineData":{"data":"{}","mimeType":"audio/pcm"}}]}}}"#,
        #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"{}"}}]},"turnComplete":true}}"#,
        #"{"event_type":"step.delta","index":0,"delta":{"type":"audio","data":"{}","mime_type":"audio/pcm"}}"#,
        #"{"realtimeInput":{"audio":{"data":"{}","note":"s3cret-of-the-call"}}}"#,
        #"{"toolResponse":{"id":"1","response":{"data":"{}"}}}"#,
        #"{"serverContent":{"outputTranscription":{"text":"{}"}}}"#,
        #"{"serverContent":{"turnComplete":true}}"#,
        #"{"setup":{"tools":[{"apiKey":"s3cret-of-the-call"}]}}"#,
        #"{"sessionResumptionUpdate":{"newHandle":"handle-{}","resumable":true}}"#,
        #"{"toolCall":{"functionCalls":[{"partialArgs":[{"jsonPath":"$.password","stringValue":"{}","willContinue":true}]}]}}"#,
        #"{"toolCall":{"functionCalls":[{"partialArgs":[{"stringValue":"{}"}],"data":"{}"}]}}"#,
        #"not JSON "data":"{}""#,
    ]

    /// Law: a message that is passed on unread is the same as one that is read: of a message in two frames, the first of
    /// which is empty, all is read.
    @Test func `what is passed on unread would have come out the same`() {
        expectProperty { random in
            var (quick, thorough) = (Self.redactor, Self.redactor)
            var template = Self.templates[0]
            for _ in 0..<40 {
                if Int.random(in: 0..<3, using: &random) == 0 {
                    template = Self.templates.randomElement(using: &random) ?? template
                }
                let message = template.replacingOccurrences(of: "{}", with: Self.media(&random))
                let direction: Direction = Bool.random(using: &random) ? .clientToServer : .serverToClient
                let payload = Array(message.utf8)
                let whole = quick.redact(Frame(.text, payload), direction)
                _ = thorough.redact(Frame(.text, [], isFinal: false), direction)
                let rest = thorough.redact(Frame(.continuation, payload), direction)
                try #require(
                    whole.payload == rest.payload,
                    "\(message): \(Self.text(whole)) instead of \(Self.text(rest))")
            }
        }
    }

    @Test func `what the call is known to have carried counts from the next message on, in the same wrapping too`() {
        var redactor = Self.redactor
        let wrapping = { (media: String) in
            Array(#"{"realtimeInput":{"audio":{"data":"\#(media)","note":"s3cret-of-the-call"}}}"#.utf8)
        }
        let long = String(repeating: "AAAA", count: 100)
        #expect(redactor.redact(Frame(.text, wrapping(long)), .clientToServer).payload == wrapping(long))
        var secrets = CallSecrets()
        secrets.take(setupValue: "s3cret-of-the-call")
        redactor.remember(secrets)
        let later = redactor.redact(Frame(.text, wrapping(long + "BBBB")), .clientToServer)
        #expect(!Self.text(later).contains("s3cret") && Self.text(later).contains(long + "BBBB"))
    }

    private static var redactor: ConnectionRedactor {
        ConnectionRedactor(hash: { "h:\(String(decoding: $0, as: UTF8.self).hashValue)" })
    }

    /// Base64 of any length, sometimes with what spells a key, escapes, and a text.
    private static func media(_ random: inout SeededGenerator) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let count = [0, 3, 63, 255, 256, 257, 400].randomElement(using: &random) ?? 0
        let text = String((0..<count).map { _ in digits.randomElement(using: &random) ?? "A" })
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return text + "AIzaSyB-1234567890"
        case 1: return text + #"\/\u003d"#
        case 2: return "a text with AIzaSyB-1234567890 and s3cret-of-the-call in it " + text
        default: return text
        }
    }

    private static func text(_ frame: Frame) -> String { String(decoding: frame.payload ?? [], as: UTF8.self) }
}
