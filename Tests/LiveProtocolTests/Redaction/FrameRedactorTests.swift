import Foundation
import LiveProtocol
import TestSupport
import Testing

@Suite struct FrameRedactorTests {
    @Test(arguments: [
        (
            #"{"setup":{"sessionResumption":{"handle":"abc"}}}"#,
            #"{"setup":{"sessionResumption":{"handle":"h:616263"}}}"#
        ),
        (#"{"setup":{"session_resumption":{"handle":""}}}"#, #"{"setup":{"session_resumption":{"handle":""}}}"#),
        (
            #"{"sessionResumptionUpdate":{"newHandle":"a\u0062c","resumable":true}}"#,
            #"{"sessionResumptionUpdate":{"newHandle":"h:616263","resumable":true}}"#
        ),
        (
            #"{"setup":{"tools":[{"google_maps":{"auth_config":{"api_key":"s3"}}},{"exaAiSearch":{"apiKey":"s3"}}]}}"#,
            #"{"setup":{"tools":[{"google_maps":{"auth_config":{"api_key":"REDACTED"}}},{"exaAiSearch":{"apiKey":"REDACTED"}}]}}"#
        ),
        (
            #"{"mcpServers":[{"name":"x","streamableHttpTransport":{"url":"https://h/s3","timeout":"3s","headers":{"A":"s3","B":["s3"]}}}]}"#,
            #"{"mcpServers":[{"name":"x","streamableHttpTransport":{"url":"REDACTED","timeout":"3s","headers":{"A":"REDACTED","B":["REDACTED"]}}}]}"#
        ),
        (#"{"\u0061pi\u004bey": "s3\"s3", "x": 1}"#, #"{"\u0061pi\u004bey": "REDACTED", "x": 1}"#),
        (
            #"{"apiKeyConfig":{"n": 123 ,"t":true,"z":null,"e":""}}"#,
            #"{"apiKeyConfig":{"n": "REDACTED" ,"t":true,"z":null,"e":""}}"#
        ),
        (#"{"voiceConsentSignature":{"signature":"s3"}}"#, #"{"voiceConsentSignature":{"signature":"REDACTED"}}"#),
        (
            #"{"replicatedVoiceConfig":{"voiceSampleAudio":"s3","consent_audio":"s3"}}"#,
            #"{"replicatedVoiceConfig":{"voiceSampleAudio":"REDACTED","consent_audio":"REDACTED"}}"#
        ),
        (
            #"{"groundingMetadata":{"googleMapsWidgetContextToken":"s3"}}"#,
            #"{"groundingMetadata":{"googleMapsWidgetContextToken":"REDACTED"}}"#
        ),
        (
            #"{"functionCalls":[{"args":{"q":"key AIzaSyX-1 and more"}}]}"#,
            #"{"functionCalls":[{"args":{"q":"key AIzaREDACTED and more"}}]}"#
        ),
        (
            #"{"response":{"note":"Bearer abc123","t":"auth_tokens\/x1"}}"#,
            #"{"response":{"note":"Bearer REDACTED","t":"auth_tokens\/REDACTED"}}"#
        ),
        (
            #"{"text":"go to https://h/p?key\u003dabc\u0026x=1"}"#,
            #"{"text":"go to https://h/p?key\u003dREDACTED\u0026x=1"}"#
        ),
        (#"{"AIzaSyInAKey": ["ya29.abc"]}"#, #"{"AIzaREDACTED": ["ya29.REDACTED"]}"#),
        ("plain text with AIzaSyX1 in it", "plain text with AIzaREDACTED in it"),
        (#"{"handle":{"newHandle":["a"]}}"#, #"{"handle":{"newHandle":["REDACTED"]}}"#),
        (
            #"{"args":{"apiKey":"s3","Authorization":"s3","user":{"password":"s3","pinned":"kept"},"n":{"pwd":12}}}"#,
            #"{"args":{"apiKey":"REDACTED","Authorization":"REDACTED","user":{"password":"REDACTED","pinned":"kept"},"n":{"pwd":"REDACTED"}}}"#
        ),
        (
            #"{"properties":{"password":{"type":"STRING","title":"kept"}},"required":["password"],"cookies":["s3",{"a":"s3"}]}"#,
            #"{"properties":{"password":{"type":"STRING","title":"kept"}},"required":["password"],"cookies":["REDACTED",{"a":"REDACTED"}]}"#
        ),
        (
            #"{"tools":[{"type":"mcp_server","url":"https://h/?token=s3","headers":{"A":"s3"}}],"u":"https://h/?a=1&sig=s3"}"#,
            #"{"tools":[{"type":"mcp_server","url":"REDACTED","headers":{"A":"REDACTED"}}],"u":"https://h/?a=1&sig=REDACTED"}"#
        ),
        (
            #"{"text":"https://h/?X-Amz-Security-Token=s3&x=1 and https://me:s3@h/p and ws://h:80/@x"}"#,
            #"{"text":"https://h/?X-Amz-Security-Token=REDACTED&x=1 and https://REDACTED@h/p and ws://h:80/@x"}"#
        ),
        (#"{"data":"AIzaSyX1","type":"text"}"#, #"{"data":"AIzaREDACTED","type":"text"}"#),
        (
            #"{"arguments":"{\"user\":\"kept\",\"clientSecret\": \"s3 s3\",\"api_key\":\"s3\",\"n\":\"kept\"}"}"#,
            #"{"arguments":"{\"user\":\"kept\",\"clientSecret\": \"REDACTED\",\"api_key\":\"REDACTED\",\"n\":\"kept\"}"}"#
        ),
        (#"{"text":"%41%49zaSyX1 done"}"#, #"{"text":"%41%49zaREDACTED done"}"#),
        (#"{"text":"{\"k\":\"\\u0041IzaSyX1\"}"}"#, #"{"text":"{\"k\":\"\\u0041IzaREDACTED\"}"}"#),
        (
            #"{"text":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQ==\n-----END PRIVATE KEY-----\nafter that"}"#,
            #"{"text":"-----BEGIN PRIVATE KEY-----REDACTED-----END PRIVATE KEY-----\nafter that"}"#
        ),
        (
            #"{"text":"key AQ.Ab8RN6K0aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789, GOCSPX-abc_1, 1//0gAbCdEfGhIjKlMnOpQrStUv"}"#,
            #"{"text":"key AQ.REDACTED, GOCSPX-REDACTED, 1//0REDACTED"}"#
        ),
    ])
    func `secrets are replaced where they stand`(message: String, redacted: String) throws {
        var redactor = FrameRedactor(hash: hexadecimal)
        let frame = redactor.redact(Frame(.text, Array(message.utf8)))
        #expect(String(decoding: frame.payload ?? [], as: UTF8.self) == redacted)
        #expect(frame.byteCount == message.utf8.count)
        #expect(!frame.isIncomplete)
    }

    @Test(arguments: [
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm","data":"AIzaAIzaSy\/\u003d"}}}"#,
        #"{"serverContent":{"modelTurn":{"parts":[{"inline_data":{"data":"AIzaAIzaSy"}}]}}}"#,
        #"{"realtime_input":{"mediaChunks":[{"data":"AIzaSy"},{"data":"AIzaSy"}]}}"#,
        #"{"toolResponse":{"functionResponses":[{"response":{"headers":{"a":"kept"},"tokens":7},"parts":[]}]}}"#,
        #"{"toolCall":{"functionCalls":[{"args":{"handle":"kept","password":null,"token":12}}]}}"#,
        #"{"usageMetadata":{"promptTokenCount":5,"totalTokenCount":7,"promptTokensDetails":[{"modality":"TEXT","tokenCount":5}]}}"#,
        #"{"usage":{"total_tokens":7,"input_tokens_by_modality":[{"modality":"text","tokens":5}]},"max_output_tokens":9}"#,
        #"{"setup":{"contextWindowCompression":{"triggerTokens":"32000","slidingWindow":{"targetTokens":9}}}}"#,
        #"{"step":{"type":"audio"},"delta":{"type":"audio","data":"AIzaSyAIzaSy","mime_type":"audio/pcm"}}"#,
        #"{"content":[{"mime_type":"image/png","data":"AQ.IzaSy"},{"data":"AIzaSy+/==","width":1,"mimeType":"image/png"}]}"#,
        #"{"world_setup":{"reference_image":{"data":"AIzaSyAIzaSy","mime_type":"image/png"}}}"#,
        #"{"customizedAvatar":{"imageData":"AIzaSyAIzaSy","imageMimeType":"image/png"}}"#,
        #"{"result":[{"type":"image","data":"AIzaSyAIzaSy","mime_type":"image/png"}]}"#,
        #"{"text":"AQ. is short, FAQ.md and AQ.md too, sk-learn, ghp_ and https://medium.com/@user at http://h:80/"}"#,
        #"{"text":"100%25 sure, 50% off, a\\b and \u00e9: the bearer of good certificates"}"#,
        #"{"functionDeclarations":[{"parameters":{"properties":{"apiKey":{"type":"STRING"}}}}]}"#,
        #"{"setupComplete":{"sessionId":"kept"}}"#,
        #"{"thoughtSignature":"Ckept==","text":"the bearer of news has a token here"}"#,
        "",
        "\u{0}\u{1}",
    ])
    func `what is no secret keeps its bytes`(message: String) {
        var redactor = FrameRedactor(hash: hexadecimal)
        let frame = Frame(.binary, Array(message.utf8))
        #expect(redactor.redact(frame) == frame)
    }

    @Test func `a key named data is media only in a media object, and never among tool arguments`() {
        let message = #"{"args":{"audio":{"data":"AIzaSyX"}},"x":{"data":"AIzaSyX"}}"#
        let redacted = redact(message)
        #expect(!redacted.contains("SyX"))
    }

    @Test func `masked frames leave in clear, pings and pongs without keys`() {
        var redactor = FrameRedactor(hash: hexadecimal)
        let key = MaskingKey(bigEndian: 0xA1B2_C3D4)
        let frame = redactor.redact(Frame(.text, Array(#"{"apiKey":"s3"}"#.utf8)).masked(with: key))
        #expect(frame.payload == Array(#"{"apiKey":"REDACTED"}"#.utf8))
        #expect(frame.isMasked)
        for opcode in [Opcode.ping, .pong] {
            #expect(redactor.redact(Frame(opcode, Array("AIzaSyX".utf8))).payload == Array("AIzaREDACTED".utf8))
            #expect(redactor.redact(Frame(opcode, [0xFF, 0xFE, 0x00])).payload == [0xFF, 0xFE, 0x00])
        }
    }

    @Test func `a close keeps its code and loses the key that its reason echoes`() {
        var redactor = FrameRedactor(hash: hexadecimal)
        let frame = redactor.redact(.close(CloseCode(rawValue: 1007), reason: "API key AIzaSyX1 not valid"))
        #expect(frame.closeStatus.code == CloseCode(rawValue: 1007))
        #expect(frame.closeStatus.reason == "API key AIzaREDACTED not valid")
        #expect(redactor.redact(.close(nil)) == .close(nil))
        #expect(redactor.redact(Frame(.close, [3])) == Frame(.close, [3]))
    }

    @Test func `behind a cut frame the rest of the message is left out`() {
        var redactor = FrameRedactor(hash: hexadecimal)
        let head = Array(#"{"apiKey":"s3"#.utf8)
        let first = redactor.redact(Frame(isFinal: false, opcode: .text, byteCount: 99, payload: head, isCut: true))
        #expect(first.payload == Array(#"{"apiKey":"REDACTED"#.utf8))
        #expect(redactor.redact(Frame(.continuation, Array("cret".utf8))).payload == nil)
        let next = Frame(.text, Array("{}".utf8))
        #expect(redactor.redact(next) == next)
    }

    @Test func `a ping between the fragments of a secret does not help it out`() {
        var redactor = FrameRedactor(hash: hexadecimal)
        let frames = [
            Frame(.text, Array(#"{"text":"AI"#.utf8), isFinal: false), Frame(.ping, [1]),
            Frame(.continuation, Array(#"zaS"#.utf8), isFinal: false), Frame(Opcode(rawValue: 11), [2]),
            Frame(.continuation, Array(#"ecret!"}"#.utf8)),
        ]
        let payloads = frames.map { redactor.redact($0) }.filter { !$0.opcode.isControl }.flatMap { $0.payload ?? [] }
        #expect(String(decoding: payloads, as: UTF8.self) == #"{"text":"AIzaREDACTED!"}"#)
    }

    @Test func `nested too deep, a message is text: it stays what it was, and keys and shapes count`() throws {
        // Above the redactor's limit of 512.
        let (open, shut) = (String(repeating: "[", count: 600), String(repeating: "]", count: 600))
        let harmless = open + #""said",1,{"text":"shown","n":[2]}"# + shut + #",{"text":"shown"}"#
        #expect(redact(harmless) == harmless)
        let redacted = redact(
            open + #""AIzaSyX1",{"apiKey":"s3cret","b":{"headers":{"A":["s3cret"]},"c":"kept"}}"# + shut)
        #expect(!redacted.contains("s3cret") && !redacted.contains("SyX1"))
        #expect(redacted.contains(#""c":"kept""#))
        #expect(redact(String(repeating: "[", count: 100_000)).count == 100_000)
    }

    @Test func `random messages with secrets, cut anywhere, leak none and stay JSON`() {
        expectProperty(runs: 400) { random in
            let secret = Secret.random(&random)
            let message = RandomMessage(secret: secret, &random).json
            let frames = Frame(.text, Array(message.utf8)).fragmented(
                into: Int.random(in: 1...6, using: &random), &random)
            var redactor = FrameRedactor(hash: { _ in "h:0" })
            let payload = frames.flatMap { redactor.redact($0).payload ?? [] }
            let text = String(decoding: payload, as: UTF8.self)
            // Not even half of it.
            try #require(!text.contains(secret.text.prefix(10)), "\(message)\n\(text)")
            try #require(!text.contains(secret.text.suffix(10)), "\(message)\n\(text)")
            try #require((try? JSONSerialization.jsonObject(with: Data(payload))) != nil, "\(message)\n\(text)")
        }
    }

    @Test func `however a message without secrets is cut, its bytes stay`() {
        expectProperty(runs: 300) { random in
            let message = RandomMessage(secret: nil, &random).json
            let frames = Frame(.text, Array(message.utf8)).fragmented(into: 6, &random)
            var redactor = FrameRedactor(hash: { _ in "h:0" })
            let isUnchanged = frames.allSatisfy { redactor.redact($0) == $0 }
            try #require(isUnchanged, "\(message)")
        }
    }

    @Test func `random bytes in random frames never trap`() {
        expectProperty(runs: 100) { random in
            var redactor = FrameRedactor(hash: { _ in "h:0" })
            let alphabet = Array(#"{}[]:,"\ubt 01aAIzay29.handle=/&?"#.utf8)
            for _ in 0..<12 {
                let count = Int.random(in: 0...40, using: &random)
                let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
                var frame = Frame.random(&random)
                if Bool.random(using: &random) { frame.payload = bytes }
                frame.isCut = random.isOne(in: 10)
                _ = redactor.redact(frame)
            }
        }
    }

    private func redact(_ message: String) -> String {
        var redactor = FrameRedactor(hash: hexadecimal)
        let frame = redactor.redact(Frame(.text, Array(message.utf8)))
        return String(decoding: frame.payload ?? [], as: UTF8.self)
    }
}

/// Not a hash: it shows that equal handles stay equal however they were written.
@Sendable private func hexadecimal(_ bytes: [UInt8]) -> String {
    "h:" + bytes.map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }.joined()
}

/// A JSON document of random shape with a secret in the places where secrets travel.
private struct RandomMessage {
    private(set) var json = ""
    private let secret: Secret?

    init(secret: Secret?, _ random: inout SeededGenerator) {
        self.secret = secret
        json = object(depth: 4, &random)
    }

    private func object(depth: Int, _ random: inout SeededGenerator) -> String {
        let members = (0..<Int.random(in: 1...4, using: &random)).map { _ in member(depth: depth, &random) }
        return "{" + members.joined(separator: [",", " ,\n"].randomElement(using: &random) ?? ",") + "}"
    }

    private func member(depth: Int, _ random: inout SeededGenerator) -> String {
        if let secret, random.isOne(in: 3) { return secretMember(secret, &random) }
        let key = ["setup", "parts", "text", "tools", "x\\n", "ü"].randomElement(using: &random) ?? "x"
        return "\"\(key)\" : \(value(depth: depth, &random))"
    }

    private func value(depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0 else { return "0" }
        return switch Int.random(in: 0...6, using: &random) {
        case 0: "[" + (0..<2).map { _ in value(depth: depth - 1, &random) }.joined(separator: ",") + "]"
        case 1: #""plain é text with a \" quote, \\ and \u00e9 and AI""#
        case 2: #"{"audio":{"data":"AIzaQUJDREVG\/+==","mime_type":"audio/pcm;rate=16000"}}"#
        case 3: ["true", "null", "-1.5e3", "12"].randomElement(using: &random) ?? "1"
        default: object(depth: depth - 1, &random)
        }
    }

    private func secretMember(_ secret: Secret, _ random: inout SeededGenerator) -> String {
        let text = spelled(secret.text, &random)
        let members = [
            #""apiKey":"\#(text)""#, #""api_key" : "\#(text)""#, #""\#(spelled("apiKey", &random))":"\#(text)""#,
            #""headers":{"a":"\#(text)","b":["x","\#(text)"]}"#, #""authConfig":{"x":{"y":["\#(text)"]}}"#,
            #""sessionResumption":{"handle":"\#(text)"}"#, #""session_resumption_update":{"new_handle":"\#(text)"}"#,
            #""args":{"q":"found AIza\#(text) there"}"#, #""response":{"r":"Bearer \#(text)"}"#,
            #""text":"\#(spelled("auth_tokens/", &random))\#(text)""#, #""text":"ya29.\#(text)""#,
            #""text":"\#(spelled("AIza", &random))\#(text)""#, #""streamableHttpTransport":{"url":"https://\#(text)"}"#,
        ]
        return members.randomElement(using: &random) ?? ""
    }

    /// `text` with some of its characters escaped.
    private func spelled(_ text: String, _ random: inout SeededGenerator) -> String {
        guard random.isOne(in: 3) else { return text }
        return text.unicodeScalars.map { scalar in
            guard random.isOne(in: 4) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
