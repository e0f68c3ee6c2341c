import LiveProtocol
import TestSupport
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        ("/ws/x?key=AIzaSyFAKE", "/ws/x?key=REDACTED"),
        ("/ws/x?%6bey=s3cret&alt=sse", "/ws/x?%6bey=REDACTED&alt=sse"),
        ("/ws/x?access_token=auth_tokens/abc", "/ws/x?access_token=REDACTED"),
        ("/x?session=abc&empty=&&bare", "/x?session=REDACTED&empty=&&REDACTED"),
        ("https://user:pa@ss@host/x?alt=sse", "https://REDACTED@host/x?alt=sse"),
        ("/v1alpha/auth_tokens/abc123", "/v1alpha/auth_tokens/REDACTED"),
        ("/v1alpha/auth_tokens%2Fabc123", "/v1alpha/auth_tokens%2FREDACTED"),
        ("/v1/models?pageSize=5#AIzaFAKE", "/v1/models?pageSize=REDACTED"),
        ("/v1/models?pageSize=5", "/v1/models?pageSize=5"),
    ])
    func `targets keep names and lose values`(target: String, redacted: String) {
        #expect(Redaction.target(target) == redacted)
    }

    @Test(arguments: [
        ("API key not valid: AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY.", "API key not valid: AIzaREDACTED"),
        ("got ya29.a0AfB_byC, expired", "got ya29.REDACTED, expired"),
        ("Authorization: Bearer abc123def", "Authorization: Bearer REDACTED"),
        ("authorization: bearer   abcdefghijklmnopqrstuvwxyz", "authorization: bearer   REDACTED"),
        ("Token auth_tokens/abc and Basic dXNlcjpwYXNz1", "Token REDACTED and Basic REDACTED"),
        ("the bearer of good news", "the bearer of good news"),
        ("a token is required", "a token is required"),
        ("see https://u:p@h/p?key=x1&b=2 now", "see https://REDACTED@h/p?key=REDACTED&b=2 now"),
        ("api_key=s3cret", "api_key=REDACTED"),
        ("monkey=banana", "monkey=banana"),
        ("API key not valid: AQ.Ab8RN6K0aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789", "API key not valid: AQ.REDACTED"),
        ("see FAQ.Ab8RN6K0aBcDeFgHiJkLmNoPqRs", "see FAQ.Ab8RN6K0aBcDeFgHiJkLmNoPqRs"),
        ("AQ. Ab8RN6K0aBcDeFgHiJkLmNoPqRs and AQ.md", "AQ. Ab8RN6K0aBcDeFgHiJkLmNoPqRs and AQ.md"),
        ("jwt eyJhbGciOiJFUzI1NiJ9.e30.c2ln!", "jwt eyJhbGciOiREDACTED!"),
        (#"{"k":"\u0041IzaSyX1"}"#, #"{"k":"\u0041IzaREDACTED"}"#),
        ("x%3DAQ%2EAb8RN6K0aBcDeFgHiJkLmNoPqRsTu!", "x%3DAQ%2EREDACTED!"),
        ("github_pat_11ABCDEFG0abcdefghijkl_x ghp_abcdefghijklmnopqrst0", "github_pat_REDACTED ghp_REDACTED"),
        ("", ""),
    ])
    func `texts lose what has the shape of a credential`(text: String, redacted: String) {
        #expect(Redaction.text(text) == redacted)
        #expect(Redaction.text(redacted) == redacted)
    }

    @Test func `headers that are not known to be harmless lose their values`() {
        let fields = [
            HeaderField("Host", "localhost:8910"), HeaderField("X-Goog-Api-Key", "AIzaSyFAKE"),
            HeaderField("Authorization", "Token auth_tokens/abc"), HeaderField("Proxy-Authorization", "raw"),
            HeaderField("Cookie", "a=b"), HeaderField("X-My-Secret", "s3cret"),
            HeaderField("User-Agent", "google-genai-sdk/3.4.0"), HeaderField("X-Goog-User-Project", "demo"),
            HeaderField("Origin", "http://localhost:3000"), HeaderField("X-Empty", ""),
            HeaderField("X-Goog-Upload-URL", "https://h/upload?id=1"),
            HeaderField("Location", "https://h/next?token=abc"),
        ]
        #expect(
            Redaction.headers(fields).map(\.value) == [
                "localhost:8910", "REDACTED", "Token REDACTED", "REDACTED", "REDACTED", "REDACTED",
                "google-genai-sdk/3.4.0", "demo", "http://localhost:3000", "", "REDACTED",
                "https://h/next?token=REDACTED",
            ])
        #expect(Redaction.headers(fields).map(\.name) == fields.map(\.name))
    }

    @Test(arguments: [
        "00-ca303e4e052ff1c63ac43fb9af492b4c-1cc163f27e2782d8-01", "00-AIzaSyFAKE", "s3cret",
        "00-ca303e4e052ff1c63ac43fb9af492b4c-1cc163f27e2782d8-01-AIzaSyFAKE",
        "00-ca303e4e052ff1c63ac43fb9af492b4c-1cc163f27e2782d8-s3",
        "00-s303e4e052ff1c63ac43fb9af492b4c-1cc163f27e2782d8-01",
    ])
    func `the trace of a client stays where it is nothing else`(value: String) {
        let kept = value.hasPrefix("00-ca30") && value.hasSuffix("-01") ? value : "REDACTED"
        for name in ["traceparent", "Traceparent"] {
            #expect(Redaction.headers([HeaderField(name, value)]).map(\.value) == [kept])
        }
        #expect(Redaction.headers([HeaderField("tracestate", value)]).map(\.value) == ["REDACTED"])
    }

    @Test func `no credential of a generated handshake survives`() {
        expectProperty(runs: 300) { random in
            let secret = Secret.random(&random)
            let target = "/ws/x?key=\(secret)&q=\(secret)#\(secret)"
            let headers = [
                HeaderField("x-goog-api-key", "\(secret)"), HeaderField("Authorization", "Bearer \(secret)"),
                HeaderField("X-\(secret.text.count)", "\(secret)"),
                HeaderField("Referer", "https://\(secret)@h/?key=\(secret)"),
            ]
            try #require(!Redaction.target(target).contains(secret.text))
            try #require(!Redaction.headers(headers).contains { $0.value.contains(secret.text) })
            for text in ["failed: AIza\(secret) is bad", "Bearer \(secret)", "x?key=\(secret)", "ya29.\(secret)!"] {
                try #require(!Redaction.text(text).contains(secret.text), "\(text)")
            }
        }
    }

    @Test func `random text never traps and is redacted once`() {
        expectProperty(runs: 300) { random in
            let words = [
                "AIza", "ya29.", "Bearer ", "Token ", "key=", "?", "&", "://", "@", " ", "é", "abc1", "%", "\"", "/",
            ]
            let text = (0..<12).map { _ in words.randomElement(using: &random) ?? "" }.joined()
            let once = Redaction.text(text)
            try #require(Redaction.text(once) == once, "\(text)")
            _ = Redaction.target(text)
            _ = Route(target: text)
        }
    }
}

/// A random string of the characters that keys and tokens are made of.
struct Secret: CustomStringConvertible {
    var text: String
    var description: String { text }

    static func random(_ random: inout SeededGenerator) -> Secret {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let count = Int.random(in: 20...60, using: &random)
        return Secret(text: String((0..<count).map { _ in alphabet.randomElement(using: &random) ?? "x" }))
    }
}
