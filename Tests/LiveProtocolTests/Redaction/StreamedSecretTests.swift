import Foundation
import LiveProtocol
import TestSupport
import Testing

/// Secrets that are cut over several messages, because their text comes in pieces.
@Suite struct StreamedSecretTests {
    /// Each way in which a service sends a text in pieces; `{}` is the piece.
    static let templates = [
        #"{"event_type":"step.delta","index":0,"delta":{"type":"arguments_delta","arguments":"{}"}}"#,
        #"{"event_type":"step.delta","index":0,"delta":{"text":"{}","type":"text"}}"#,
        #"{"event_type":"step.delta","index":2,"delta":{"type":"thought_summary","content":{"text":"{}"}}}"#,
        #"{"events":[{"event_type":"step.delta","index":0,"delta":{"type":"text","text":"{}"}}]}"#,
        #"{"serverContent":{"modelTurn":{"parts":[{"text":"{}"}]}}}"#,
        #"{"server_content":{"output_transcription":{"text":"{}"}}}"#,
        #"{"serverContent":{"inputTranscription":{"text":"{}"}}}"#,
        #"{"toolCall":{"functionCalls":[{"partialArgs":[{"jsonPath":"$.q","stringValue":"{}","willContinue":true}]}]}}"#,
    ]

    @Test(arguments: templates)
    func `a secret under a name is replaced in every piece`(template: String) {
        let text = #"{"user":"kept","password":"s3cret-s3cret","pin":123456,"n":{"otp":["s3cret"]},"end":"kept"}"#
        for size in [1, 2, 7, 30] {
            let left = Self.pieces(of: text, size).map(Self.escaped)
            let kept = Self.redact(left, template).joined()
            #expect(!kept.contains("s3c") && !kept.contains("ret") && !kept.contains("3456"), "\(size): \(kept)")
            #expect(kept.replacingOccurrences(of: "\\", with: "").hasSuffix(#","end":"kept"}"#), "\(size): \(kept)")
            #expect(kept.hasPrefix(#"{\"user\":\"kept\",\"password\":\"REDACTED"#), "\(size): \(kept)")
        }
    }

    @Test(arguments: templates)
    func `the rest of a secret with a shape, and of the connection's own, is dropped`(template: String) {
        for (index, form) in (TestSecret.knownForms + [""]).enumerated() {
            let secret = TestSecret(form: form, number: index)
            for size in [1, 3, 10, 25] {
                let pieces = Self.pieces(of: "it is \(secret.text), I think", size)
                let kept = Self.redact(pieces, template, own: form.isEmpty ? secret.text : nil).joined()
                let found = secret.traces.first(where: kept.contains)
                #expect(found == nil, "\(secret.text) by \(size): \(kept)")
                #expect(kept.hasPrefix("it is ") && kept.hasSuffix(", I think"), "\(kept)")
                if form.isEmpty { #expect(!kept.contains(secret.text.prefix(8)), "\(kept)") }
            }
        }
    }

    @Test func `pieces of several steps are told apart, and end with their step`() {
        func delta(_ index: Int, _ text: String) -> String {
            #"{"event_type":"step.delta","index":\#(index),"delta":{"arguments":"\#(text)"}}"#
        }
        let messages = [
            delta(0, #"{\"pass"#), delta(1, #"{\"city\":\"ke"#), delta(0, #"word\":\"s3"#), delta(1, #"pt\"}"#),
            delta(0, #"s3 {"#), #"{"event_type":"step.stop","index":1}"#, delta(0, #"s3"#),
            #"{"event_type":"step.stop","index":0}"#, delta(0, #"{\"city\":\"kept\"}"#),
        ]
        let left = Self.redact(messages: messages)
        #expect(!left.joined().contains("s3"), "\(left)")
        for index in [0, 1, 3, 5, 7, 8] { #expect(left[index] == messages[index]) }
    }

    @Test func `a turn's end is the end of its texts, and what stands alone is no piece`() {
        let messages = [
            #"{"serverContent":{"modelTurn":{"parts":[{"text":"the key AIzaSyAbC"}]}}}"#,
            #"{"serverContent":{"turnComplete":true}}"#,
            #"{"serverContent":{"modelTurn":{"parts":[{"text":"Hello"}]}}}"#,
            #"{"clientContent":{"turns":[{"parts":[{"text":"my AIzaSyAbC"},{"text":"Hello"}]}]}}"#,
        ]
        let left = Self.redact(messages: messages)
        #expect(left[0] == #"{"serverContent":{"modelTurn":{"parts":[{"text":"the key AIzaREDACTED"}]}}}"#)
        #expect(left[2] == messages[2])
        #expect(left[3].contains(#"AIzaREDACTED"},{"text":"Hello"}"#), "\(left[3])")
    }

    @Test func `pieces without secrets keep their bytes, however they are cut`() {
        expectProperty(runs: 200) { random in
            let words = [
                "the bearer of ", "a token is ", "sk", "-learn ", "AQ. ", "md", " key=", "http://[::1]", ":80/", " @ ",
                "%2", "5", "\\\\", "u00 ", "&am", "p;", "{\\\"pass", "age\\\":", "\\\"x\\\"}", "[", "{", "}", "é",
                "auth_ ", "1//", "kE3-mn", " ",
            ]
            let template = Self.templates.randomElement(using: &random) ?? ""
            let pieces = (0..<20).map { _ in words.randomElement(using: &random) ?? "" }
            let left = Self.redact(pieces, template, own: "kE3-mnb_42/xq+Z~9.lw:77")
            try #require(left == pieces, "\(pieces)")
        }
    }

    private static func pieces(of text: String, _ size: Int) -> [String] {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: size).map { start in
            String(characters[start..<min(start + size, characters.count)])
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    }

    /// What is left of each piece.
    private static func redact(_ pieces: [String], _ template: String, own: String? = nil) -> [String] {
        let parts = template.components(separatedBy: "{}")
        return redact(messages: pieces.map { template.replacingOccurrences(of: "{}", with: $0) }, own: own).map {
            String($0.dropFirst(parts[0].count).dropLast(parts[1].count))
        }
    }

    private static func redact(messages: [String], own: String? = nil) -> [String] {
        var secrets = CallSecrets()
        if let own { secrets.take(headers: [HeaderField("x-goog-api-key", own)]) }
        var redactor = ConnectionRedactor(hash: { _ in "h:0" })
        redactor.remember(secrets)
        return messages.map { message in
            let frame = redactor.redact(Frame(.text, Array(message.utf8)), .serverToClient)
            return String(decoding: frame.payload ?? [], as: UTF8.self)
        }
    }
}
