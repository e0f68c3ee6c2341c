import SessionModel
import TestSupport
import Testing

@Suite struct FilterParserTests {
    @Test(arguments: [
        ("", ""), ("kind:audio dir:up", "kind:audio dir:up"), ("a and b", #""a" "b""#),
        ("a & b | c", #""a" "b" or "c""#),
        ("(a or b) and c", #"("a" or "b") "c""#), ("not a", #"!"a""#), ("!kind:audio", "!kind:audio"),
        ("!(a b)", #"!("a" "b")"#), ("turn:>3 size:>=4k", "turn:>3 size:>=4k"), ("dur:<40ms", "dur:<40ms"),
        ("tag:branch-*", "tag:branch-*"), ("model:~live", #"model:~"live""#), ("model:~(a|b)c", #"model:~"(a|b)c""#),
        (#""exact \"text\"""#, #""exact \"text\"""#), ("/a.c/i", "/a.c/i"), (#"/a\/b/"#, #"/a\/b/"#),
        ("is:interrupted has:tool finding:goaway-ignored", "is:interrupted has:tool finding:goaway-ignored"),
        ("age:>8m close:1008", "age:>8m close:1008"), ("12:30", #""12:30""#), ("at:>3:12", "at:>3:12"),
        ("~a ~q ~s ~marked", "kind:audio dir:up dir:down is:marked"), ("~b foo", "/foo/i"), ("~c 1008", "close:1008"),
        ("~d google", #"host:~"google""#), (#"~u "v1 beta""#, #"path:~"v1 beta""#), ("KIND:Audio", "kind:Audio"),
        ("a or not b c", #""a" or !"b" "c""#), ("((a))", #""a""#), ("context:>80%", "context:>80%"),
    ])
    func `a filter means what it should, as it is printed`(text: String, printed: String) throws {
        #expect(try Filter.parse(text).description == printed)
    }

    @Test(arguments: [
        ("kind:", 5, "expected value"), ("size:>", 6, "expected size, such as 512b, 4k or 1.5m"),
        ("dur:>40", 5, "expected time, such as 40ms, 2s, 8m or 1:30"), ("(a", 0, "expected ) for this ("),
        ("a)", 1, "unexpected )"), ("a or", 4, "expected a term"), ("!", 1, "expected a term"),
        ("or a", 0, "expected a term before or"), ("a and or b", 6, "expected a term before or"),
        ("knd:audio", 0, "unknown key knd: did you mean kind:?"),
        ("kind:audoi", 5, "kind: has no audoi: did you mean audio?"), ("dir:left", 4, "expected up, down"),
        (#"x "abc"#, 2, #"expected " for this ""#), ("/abc", 0, "expected / for this /"),
        ("/a(b/", 2, "expected ) for this ("), ("/a/x", 3, "expected space; the only flag is i"),
        (#"model:~"a[""#, 9, "expected ] for this ["), ("~x", 0, "expected one of ~a ~b ~c ~d ~u ~q ~s ~marked"),
        ("xyzzyx:1", 0, "unknown key xyzzyx: put it in quotes to search for it"), ("()", 1, "expected a term"),
        ("//", 1, "expected a regular expression"),
    ])
    func `an error says where and what`(text: String, position: Int, reason: String) {
        #expect(throws: FilterError(reason, at: position)) { try Filter.parse(text) }
    }

    @Test func `a key of another screen is refused there`() throws {
        #expect(throws: FilterError("kind: is not known of sessions", at: 2)) {
            try Filter.parse("x kind:audio", for: .sessions)
        }
        #expect(throws: FilterError("dir: is not known of sessions", at: 0)) { try Filter.parse("~q", for: .sessions) }
        #expect(try Filter.parse("kind:audio", for: .frames) == Filter.parse("kind:audio"))
    }

    @Test func `nesting and length are limited`() {
        #expect(throws: FilterError.self) { try Filter.parse(String(repeating: "(", count: 10_000)) }
        #expect(throws: FilterError.self) { try Filter.parse(String(repeating: "!", count: 10_000) + "a") }
        #expect(throws: FilterError.self) { try Filter.parse(String(repeating: "a ", count: 1_000)) }
        #expect(throws: FilterError.self) { try Filter.parse("/" + String(repeating: "(", count: 10_000) + "/") }
        #expect(throws: FilterError.self) { try Filter.parse("/((a{100}){100}){100}/") }
    }

    @Test(arguments: [#"~b \/"#, #"~b a/b"#, #"/a\/b/"#, #"/\\\/\\/"#, #"~u \\/x"#])
    func `slashes in a pattern survive the description`(text: String) throws {
        let filter = try Filter.parse(text)
        #expect(try Filter.parse(filter.description) == filter)
    }

    /// Pieces of the grammar in any order, and characters that mean nothing.
    private static let pieces = [
        "(", ")", "!", "not", "and", "or", " ", "\"", "\\", "/", "~", "~b", "~c", "kind:", "size:>", "tag:", "4k",
        "40ms",
        "audio", "*", "?", "[", "]", "{2,", "}", "|", "+", "^", "$", "é", "日本", "\u{301}", "\u{202E}", "\n", "\r\n",
        ":",
        "1:30", "<=", "%", "i", "\u{0}", "🙂", ".", "\\d", "-", "a-z",
    ]

    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...14, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    @Test func `any text is a filter, or an error with a place in the text`() {
        expectProperty(runs: 5_000) { random in
            let text = Self.text(&random)
            do {
                let filter = try Filter.parse(text)
                #expect(try Filter.parse(filter.description) == filter, "\(text.debugDescription)")
            } catch let error as FilterError {
                try #require(0...text.unicodeScalars.count ~= error.position, "\(text.debugDescription): \(error)")
                try #require(!error.reason.isEmpty)
            }
        }
    }

    @Test func `random bytes are a filter or an error`() {
        expectProperty(runs: 2_000) { random in
            let text = String(decoding: random.bytes(Int.random(in: 0...40, using: &random)), as: UTF8.self)
            do {
                let filter = try Filter.parse(text)
                try #require(try Filter.parse(filter.description) == filter, "\(text.debugDescription)")
            } catch let error as FilterError {
                try #require(0...text.unicodeScalars.count ~= error.position)
            }
        }
    }
}
