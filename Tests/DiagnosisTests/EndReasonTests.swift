import Diagnosis
import LiveProtocol
import Testing

@Suite struct EndReasonTests {
    @Test(arguments: [
        ("Internal error encountered.", "Internal error encountered."),
        ("", ""),
        (
            #"{ "error": { "code": 429, "message": "You exceeded your current quota.", "status": "RESOURCE_EXHAUSTED" } }"#,
            "You exceeded your current quota."
        ),
        (#"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]"#, "API key not valid."),
        (#"{"error":"invalid_grant","error_description":"Token has been revoked."}"#, "Token has been revoked."),
        (#"{"error":"forbidden"}"#, "forbidden"),
        (#"{"detail":"not here"}"#, "not here"),
        (#"{"error":{"code":403,"status":"PERMISSION_DENIED"}}"#, "PERMISSION_DENIED"),
        (#"{"error":{"message":"{\n  \"error\": {\"message\": \"deep\\nwords\"}}"}}"#, "deep words"),
        (#"400 INVALID_ARGUMENT. {"error":{"message":"No."}}"#, "400 INVALID_ARGUMENT. No."),
        (#"{"error":{"code":429,"message":"You \"really\" exceeded\nyour quo"#, #"You "really" exceeded your quo…"#),
        (#"{"error":{"code":429,"message":"All of it.","details":[{"@ty"#, "All of it."),
        (#"{"code":7}"#, #"{"code":7}"#),
        ("[GoogleGenerativeAI Error]: no", "[GoogleGenerativeAI Error]: no"),
        ("not in {braces}", "not in {braces}"),
        (
            "<html><head><title>404</title></head><body><h1>Not Found</h1><p>no such page.</p></body></html>",
            "404 Not Found no such page"
        ),
    ])
    func `a reason is told in its own words`(reason: String, words: String) {
        #expect(EndReason.words(reason) == words)
    }

    @Test func `a reason for whose rest a close frame has no room ends with an ellipsis`() {
        let words = String(repeating: "a word ", count: 20)
        #expect(Closure(by: .server, reason: String(words.prefix(123))).words == words.prefix(123) + "…")
        #expect(Closure(by: .server, reason: String(words.prefix(122))).words == words.prefix(122))
        let whole = words.prefix(122) + "."
        #expect(Closure(by: .server, reason: String(whole)).words == whole)
        #expect(Closure(by: .transport, reason: "", detail: "reset").words == "reset")
        #expect(Closure(by: .server, code: .init(rawValue: 1008), reason: "no").parts.last == "no")
    }

    @Test func `nothing that is sent instead of a reason leads astray`() {
        for depth in [1, 10, 1_000, 100_000] {
            let deep = String(repeating: #"{"error":"#, count: depth)
            #expect(EndReason.words(deep) == deep)
            #expect(EndReason.words(String(repeating: "[", count: depth)) == String(repeating: "[", count: depth))
        }
        #expect(EndReason.words(#"{"message":"\"#) == #"{"message":"\"#)
    }
}
