import Foundation
import LiveProtocol
import TestSupport
import Testing

/// Whatever a connection carried itself is replaced wherever it comes back.
@Suite struct OwnSecretTests {
    private static let key = "kE3-mnb_42/xq+Z~9.lw:77"

    private static func redactor(_ secret: String = key) -> ConnectionRedactor {
        var secrets = CallSecrets()
        secrets.take(headers: [HeaderField("x-goog-api-key", secret)])
        var redactor = ConnectionRedactor(hash: hash)
        redactor.remember(secrets)
        return redactor
    }

    /// Every way in which a text may be written on the wire.
    static let spellings: [(name: String, spell: @Sendable (String) -> String)] = [
        ("as it is", { $0 }),
        ("JSON, slashes escaped", { $0.replacingOccurrences(of: "/", with: "\\/") }),
        ("JSON, all escaped", { unicode($0, upper: false) }),
        ("JSON, all escaped in capitals", { unicode($0, upper: true) }),
        ("JSON in JSON", { unicode($0, upper: true).replacingOccurrences(of: "\\", with: "\\\\") }),
        ("percent, upper", { percent($0, "%%%02X") { _ in true } }),
        ("percent, lower", { percent($0, "%%%02x") { _ in true } }),
        ("percent, where needed", { percent($0, "%%%02X") { !$0.isLetter && !$0.isNumber } }),
        ("HTML, decimal", { $0.utf8.map { "&#\($0);" }.joined() }),
        ("HTML, hexadecimal", { $0.utf8.map { String(format: "&#x%02X;", $0) }.joined() }),
        ("HTML, small and with zeroes", { $0.utf8.map { String(format: "&#x00%02x;", $0) }.joined() }),
        ("HTML, by name", { html($0) }),
        ("HTML in HTML", { html($0).replacingOccurrences(of: "&", with: "&amp;") }),
        ("form", { $0.replacingOccurrences(of: "+", with: " ") }),
        ("hexadecimal", { $0.utf8.map { String(format: "%02x", $0) }.joined() }),
        ("hexadecimal, capitals", { $0.utf8.map { String(format: "%02X", $0) }.joined() }),
        ("percent twice", { percent(percent($0, "%%%02X") { !$0.isLetter && !$0.isNumber }, "%%%02X") { $0 == "%" } }),
    ]

    private static func unicode(_ text: String, upper: Bool) -> String {
        text.utf16.map { String(format: upper ? "\\u%04X" : "\\u%04x", $0) }.joined()
    }

    private static func percent(_ text: String, _ format: String, _ isEscaped: (Character) -> Bool) -> String {
        text.map { isEscaped($0) ? String(format: format, Int($0.asciiValue ?? 0)) : String($0) }.joined()
    }

    private static func html(_ text: String) -> String {
        let names: [Character: String] = ["+": "plus", "/": "sol", "_": "lowbar", ".": "period", ":": "colon"]
        return text.map { names[$0].map { "&\($0);" } ?? String($0) }.joined()
    }

    /// What an answer may repeat of a header: a part of its value.
    @Test(arguments: [
        ("Sec-WebSocket-Protocol", "base64url.bearer.authorization.zork+q3Q5w7x9", "zork+q3Q5w7x9"),
        ("Sec-WebSocket-Protocol", "chat, bearer.a1b2.c3d4.e5f6", "a1b2.c3d4.e5f6"),
        ("Authorization", "Token auth_tokens/Tok9Mid3End1", "Tok9Mid3End1"),
        ("x-goog-api-key", "auth_tokens/Tok9Mid3End1", "Tok9Mid3End1"),
    ])
    func `a part of a header that is the secret is replaced without the rest`(
        name: String, value: String, part: String
    ) throws {
        var secrets = CallSecrets()
        secrets.take(headers: [HeaderField(name, value)])
        var redactor = ConnectionRedactor(hash: hash)
        redactor.remember(secrets)
        let frame = redactor.redact(Frame(.text, Array(#"{"text":"bad \#(part) it is"}"#.utf8)), .serverToClient)
        let text = String(decoding: try #require(frame.payload), as: UTF8.self)
        #expect(!text.contains(part) && text.contains("REDACTED"), "\(text)")
    }

    @Test(arguments: [Direction.clientToServer, .serverToClient])
    func `it is found in frames, however it is written`(direction: Direction) {
        for (name, spell) in Self.spellings {
            var redactor = Self.redactor()
            let message = #"{"text":"before \#(spell(Self.key)) behind"}"#
            let frame = redactor.redact(Frame(.text, Array(message.utf8)), direction)
            let text = String(decoding: frame.payload ?? [], as: UTF8.self)
            #expect(text == #"{"text":"before REDACTED behind"}"#, "\(name)")
        }
    }

    @Test func `it is found in base64 of both alphabets and all alignments`() {
        for before in ["", "a", "ab", "abc"] {
            for isURLSafe in [false, true] {
                var text = Data("\(before)\(Self.key)~~?>>".utf8).base64EncodedString()
                if isURLSafe {
                    text = text.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
                }
                var redactor = Self.redactor()
                let frame = redactor.redact(Frame(.text, Array(#"{"t":"\#(text)"}"#.utf8)), .serverToClient)
                let redacted = String(decoding: frame.payload ?? [], as: UTF8.self)
                #expect(redacted.contains("REDACTED"), "\(text)")
                let left = redacted.dropFirst(6).dropLast(2).replacingOccurrences(of: "REDACTED", with: "")
                #expect(left.count < text.count - Self.key.count, "\(left)")
            }
        }
    }

    @Test func `it is found in closes, errors, pings, names, and text that is no JSON`() {
        var redactor = Self.redactor()
        let close = redactor.redact(.close(CloseCode(rawValue: 1007), reason: "bad key '\(Self.key)'"), .serverToClient)
        #expect(close.closeStatus.reason == "bad key 'REDACTED'")
        let ping = redactor.redact(Frame(.ping, Array("x\(Self.key)".utf8)), .clientToServer)
        #expect(ping.payload == Array("xREDACTED".utf8))
        let named = redactor.redact(Frame(.text, Array(#"{"\#(Self.key)":1}"#.utf8)), .clientToServer)
        #expect(named.payload == Array(#"{"REDACTED":1}"#.utf8))
        let plain = redactor.redact(Frame(.binary, Array("say \(Self.key), \"quoted\"".utf8)), .clientToServer)
        #expect(plain.payload == Array("say REDACTED, \"quoted\"".utf8))
        let kinds: [WireEvent.Kind] = [
            .closed(Closure(by: .server, reason: Self.key, detail: Self.key)),
            .refused(Refusal(status: 400, by: .server, reason: "no: \(Self.key)")),
            .framingLost(.clientToServer, reason: Self.key),
        ]
        for kind in kinds {
            let event = WireEvent(
                connection: ConnectionID(rawValue: 1), sequence: 0, at: Timestamp(nanoseconds: 0), kind: kind)
            #expect(!"\(event.prepared(by: &redactor))".contains(Self.key))
        }
    }

    @Test func `quotes and brackets in a secret hide it nowhere`() {
        let secret = #"p"a{ss},w:rd[1]"#
        var redactor = Self.redactor(secret)
        let plain = redactor.redact(Frame(.text, Array("the \(secret) it is".utf8)), .serverToClient)
        #expect(plain.payload == Array("the REDACTED it is".utf8))
        let escaped = secret.replacingOccurrences(of: "\"", with: "\\\"")
        let json = redactor.redact(Frame(.text, Array(#"{"t":"\#(escaped)"}"#.utf8)), .serverToClient)
        #expect(json.payload == Array(#"{"t":"REDACTED"}"#.utf8))
    }

    @Test func `half of it is as good as all, and less is a word`() {
        var redactor = Self.redactor()
        let half = redactor.redact(Frame(.text, Array(#"{"t":"key kE3-mnb_42/xq+Z~… bad"}"#.utf8)), .serverToClient)
        #expect(half.payload == Array(#"{"t":"key REDACTED… bad"}"#.utf8))
        let word = Frame(.text, Array(#"{"t":"kE3-mnb_42 and kE3-mnb_42/xq is fine"}"#.utf8))
        #expect(redactor.redact(word, .serverToClient) == word)
    }

    @Test func `its last characters are as good as all, and fewer are a word`() {
        var redactor = Self.redactor("kE3-mnb_42/xq+Z~9.lw:77-and-more-of-it")
        let end = redactor.redact(
            Frame(.text, Array(#"{"t":"key …+Z~9.lw:77-and-more-of-it bad"}"#.utf8)), .serverToClient)
        #expect(end.payload == Array(#"{"t":"key …+Z~9.lw:7REDACTED bad"}"#.utf8))
        let word = Frame(.text, Array(#"{"t":"nd-more-of-it, of-it and &plus; &#x2B &; &#; are fine"}"#.utf8))
        #expect(redactor.redact(word, .serverToClient) == word)
    }

    @Test func `every place in a request is a place of secrets`() {
        let basic = Data("somebody@h:hunter22!x".utf8).base64EncodedString()
        var secrets = CallSecrets()
        secrets.take(
            target: "https://user12345:pass12345@h/ws?key=query-1234567&access_token=access%2F1234567&q=a1b2c3d4e5f6")
        secrets.take(headers: [
            HeaderField("X-Goog-Api-Key", "apikey-12345"), HeaderField("authorization", "Bearer bearer-123456"),
            HeaderField("Proxy-Authorization", "Basic \(basic)"),
            HeaderField("Cookie", "a=cookie-one; b=\"cookie-two\""),
            HeaderField("Sec-WebSocket-Protocol", "live, proto-key-12345"), HeaderField("X-My-Secret", "onlyletters"),
            HeaderField("X-Hook", "https://h/?token=hooktoken"), HeaderField("User-Agent", "sdk-1.2.3-kept"),
            HeaderField("X-Model", "models/gemini-2.5-flash-live"),
        ])
        for secret in [
            "user12345", "pass12345", "query-1234567", "access/1234567", "a1b2c3d4e5f6", "apikey-12345",
            "bearer-123456", basic, "somebody@h:hunter22!x", "hunter22!x", "cookie-one", "cookie-two",
            "proto-key-12345", "onlyletters",
            "hooktoken",
        ] {
            #expect(secrets.redacted(text: "<\(secret)>") == "<REDACTED>", "\(secret)")
        }
        for word in ["sdk-1.2.3-kept", "models/gemini-2.5-flash-live", "short"] {
            #expect(secrets.redacted(text: word) == word)
        }
    }

    @Test func `a setup's secrets and handles are remembered, handles by their hash`() {
        var redactor = ConnectionRedactor(hash: hash)
        let setup = #"""
            {"setup":{"tools":[{"mcpServers":[{"streamableHttpTransport":{"url":"https://h/?t=mcp-url-token-1",
            "headers":{"Authorization":"Bearer mcp-header-1"}}}]}],"sessionResumption":{"handle":"old-handle-\u0031"}}}
            """#
        _ = redactor.redact(Frame(.text, Array(setup.utf8)), .clientToServer)
        let update = #"{"sessionResumptionUpdate":{"newHandle":"new-handle-2","resumable":true}}"#
        _ = redactor.redact(Frame(.text, Array(update.utf8)), .serverToClient)
        let close = redactor.redact(
            .close(CloseCode(rawValue: 1008), reason: "old-handle-1 new-handle-2 mcp-header-1 mcp-url-token-1"),
            .serverToClient)
        #expect(close.closeStatus.reason == "h:12 h:12 REDACTED REDACTED")
    }

    @Test func `what a connection remembers is bounded, and the newest handles are among it`() {
        var redactor = ConnectionRedactor(hash: hash)
        for number in 100..<200 {
            let update = #"{"sessionResumptionUpdate":{"newHandle":"handle-number-\#(number)"}}"#
            _ = redactor.redact(Frame(.text, Array(update.utf8)), .serverToClient)
        }
        let echo = redactor.redact(Frame(.text, Array(#"{"t":"handle-number-199"}"#.utf8)), .serverToClient)
        #expect(echo.payload == Array(#"{"t":"h:17"}"#.utf8))
    }

    @Test func `secrets say nothing of themselves`() {
        var secrets = CallSecrets()
        secrets.take(target: "/?key=\(Self.key)")
        var redactor = ConnectionRedactor(hash: hash)
        redactor.remember(secrets)
        var dumped = "\(secrets) \(String(reflecting: secrets)) \(redactor) \(String(reflecting: redactor))"
        dump(secrets, to: &dumped)
        dump(redactor, to: &dumped)
        #expect(!dumped.contains("kE3") && !dumped.contains("107"), "no bytes either: \(dumped)")
    }

    /// Where a message is cut inside of a secret, at most seven bytes of it have left before it is known.
    @Test func `however a message is cut, no more than a hint of its secret leaves`() {
        expectProperty(runs: 300) { random in
            let secret = Secret.random(&random).text
            let spell = Self.spellings[Int.random(in: 0..<Self.spellings.count, using: &random)].spell
            let message = #"{"parts":[{"text":"x \#(spell(secret)) y"}],"n":1}"#
            let frames = Frame(.text, Array(message.utf8)).fragmented(
                into: Int.random(in: 1...9, using: &random), &random)
            var redactor = Self.redactor(secret)
            let payload = frames.flatMap { redactor.redact($0, .serverToClient).payload ?? [] }
            let text = String(decoding: payload, as: UTF8.self)
            for start in stride(from: 0, to: secret.count - 9, by: 1) {
                let part = String(secret.dropFirst(start).prefix(9))
                try #require(!text.contains(spell(part)), "\(message)\n\(text)")
            }
            try #require((try? JSONSerialization.jsonObject(with: Data(payload))) != nil, "\(message)\n\(text)")
        }
    }

    @Test func `a message without the secret keeps its bytes, however it is cut`() {
        expectProperty(runs: 300) { random in
            let words = [
                "kE3-mn", "b_42", "%6b", "%", "\\\\u00", "\\u006b", "AQ.", "sk-", "key", "://h/", "@", "é", " ", "z+Z",
                "\\\"",
                "a:b", "=", "1//0",
            ]
            let text = (0..<20).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            let message = #"{"parts":[{"text":"\#(text)"},{"data":"AIzaSy\#(text.count)","mime_type":"a/b"}]}"#
            let frames = Frame(.text, Array(message.utf8)).fragmented(into: 1, &random)
            var redactor = Self.redactor()
            let isUnchanged = frames.allSatisfy { redactor.redact($0, .serverToClient) == $0 }
            try #require(isUnchanged, "\(message)")
        }
    }

    @Test func `random bytes with parts of secrets never trap`() {
        expectProperty(runs: 200) { random in
            var redactor = Self.redactor()
            let alphabet = Array(#"{}[]:,"\ux%4kE3-mnb_42/xq+Z~9.lw:77AIzaQ.handle=?&@ -"#.utf8)
            for _ in 0..<12 {
                let count = Int.random(in: 0...60, using: &random)
                var frame = Frame.random(&random)
                frame.payload = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
                frame.isCut = random.isOne(in: 10)
                _ = redactor.redact(frame, random.isOne(in: 2) ? .clientToServer : .serverToClient)
            }
        }
    }

    @Test func `a rule of the user's own changes texts, tool arguments, and nothing else`() {
        let rule: TextRule = { $0.contains("Doe") ? $0.replacingOccurrences(of: "Doe", with: "REDACTED") : nil }
        var redactor = ConnectionRedactor(hash: hash, rule: rule)
        let message = #"{"text":"Jane D\u006fe, \"AIzaSyX1\"","role":"Doe","args":{"n":["Doe"],"Doe":1},"name":"Doe"}"#
        let frame = redactor.redact(Frame(.text, Array(message.utf8)), .serverToClient)
        #expect(
            String(decoding: frame.payload ?? [], as: UTF8.self)
                == #"{"text":"Jane REDACTED, \"AIzaREDACTED\"","role":"Doe","args":{"n":["REDACTED"],"Doe":1},"name":"Doe"}"#
        )
    }

    @Test func `what a rule of the user's own leaves is looked at once more`() {
        let rule: TextRule = { $0.contains("Doe") ? $0.replacingOccurrences(of: "Doe", with: "REDACTED") : nil }
        var redactor = ConnectionRedactor(hash: hash, rule: rule)
        let pieces = [
            #"{\"who\":\"Jane Doe\",\"auth\":{\"value\":\"s3cret"#, #"s3cret Doe\"},\"q\":\"Doe\"}"#,
            #"no Doe"#,
        ]
        let left = pieces.map { piece in
            let message = #"{"event_type":"step.delta","index":0,"delta":{"arguments":"\#(piece)"}}"#
            let frame = redactor.redact(Frame(.text, Array(message.utf8)), .serverToClient)
            return String(decoding: (frame.payload ?? []).dropFirst(59).dropLast(3), as: UTF8.self)
        }
        #expect(
            left == [
                #"{\"who\":\"Jane REDACTED\",\"auth\":{\"value\":\"REDACTED"#,
                #"\"},\"q\":\"REDACTED\"}"#, "no REDACTED",
            ])
    }
}

/// Tells handles apart by their length: enough to see that a hash stands where a handle stood.
@Sendable private func hash(_ bytes: [UInt8]) -> String { "h:\(bytes.count)" }
