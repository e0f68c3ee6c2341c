import Filters
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
        ("x=1", #""x=1""#), ("a>", #""a>""#), (#""dur>5""#, #""dur>5""#), (">5", #"">5""#),
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
        ("is:xyzzy", 3, "is: has no xyzzy"), ("kind:~q{3}", 5, "kind: has no word that fits"),
        (#"x "abc"#, 2, #"expected " for this ""#), ("/abc", 0, "expected / for this /"),
        ("/a(b/", 2, "expected ) for this ("), ("/a/x", 3, "expected space; the only flag is i"),
        (#"model:~"a[""#, 9, "expected ] for this ["), ("~x", 0, "expected one of ~a ~b ~c ~d ~u ~q ~s ~marked"),
        ("xyzzyx:1", 0, "unknown key xyzzyx: put it in quotes to search for it"), ("()", 1, "expected a term"),
        ("//", 1, "expected a regular expression"), ("duration>5", 0, "expected dur:>5"),
        ("x size>=4k", 2, "expected size:>=4k"),
        ("close=1008", 0, "expected close:=1008"), ("knd<3", 0, "unknown key knd: did you mean kind:?"),
        ("xyzzy>3", 0, "unknown key xyzzy: put it in quotes to search for it"),
    ])
    func `an error says where and what`(text: String, position: Int, reason: String) {
        #expect(Self.error(of: text)?.reason == reason)
        #expect(Self.error(of: text)?.position == position)
    }

    private static func error(
        of text: String, for scope: FilterScope? = nil, findings: [String] = []
    ) -> FilterError? {
        #expect(throws: FilterError.self) { try Filter.parse(text, for: scope, findings: findings) }
    }

    @Test(arguments: [
        ("x kind:audio", FilterScope.sessions, 2, "kind: is not known of sessions", "sessions know tag: id: model:"),
        ("~q", .sessions, 0, "dir: is not known of sessions", "sessions know tag: id: model:"),
        ("finding:x", .turns, 0, "finding: is not known of turns", "turns know dur: at: turn: reason: is: has:"),
        ("tun:>3", .turns, 0, "unknown key tun: did you mean turn:?", "turns know dur: at: turn: reason: is: has:"),
        ("rul:x", .sessions, 0, "unknown key rul: did you mean finding:?", "sessions know tag: id: model:"),
        ("turns:>1", .turns, 0, "turns: is not known of turns: did you mean turn:?", "turns know dur:"),
        ("is:marked", .frames, 3, "is:marked is not known of frames", "is: knows interrupted, incomplete, unreadable"),
        ("~marked", .turns, 0, "is:marked is not known of turns", "is: knows open, interrupted, incomplete"),
        ("has:video", .turns, 4, "has:video is not known of turns", "has: knows audio, text, tool"),
        ("is:markd", .sessions, 3, "is: has no markd: did you mean marked?", "is: knows connecting, listening"),
        ("has:gaoway", .sessions, 4, "has: has no gaoway: did you mean goaway?", "has: knows audio, video"),
        ("has:xyzzy", .frames, 4, "has: has no xyzzy", "has: knows audio, video, text, tool, usage"),
        ("is:*rked", .frames, 3, "is: has no word that fits", "is: knows interrupted"),
        ("state:~speek", .sessions, 6, "state: has no word that fits", "state: knows connecting"),
    ])
    func `what cannot be asked here is refused, with what is nearest and what can`(
        text: String, scope: FilterScope, position: Int, reason: String, hint: String
    ) {
        let error = Self.error(of: text, for: scope)
        #expect(error?.reason == reason)
        #expect(error?.position == position)
        #expect(error?.hint.hasPrefix(hint) == true, "\(error?.hint ?? "")")
        #expect(error?.description.hasSuffix(error?.hint ?? "-") == true)
    }

    @Test func `ids of findings are known where the caller knows them`() throws {
        let rules = ["goaway-ignored", "reconnect-storm"]
        let error = Self.error(of: "finding:goaway-ignord", for: .sessions, findings: rules)
        #expect(error?.reason == "finding: has no goaway-ignord: did you mean goaway-ignored?")
        for text in ["finding:goaway-ignored", "finding:goaway-ignored/late", "finding:*storm", "finding:*/late"] {
            #expect(throws: Never.self) { try Filter.parse(text, for: .sessions, findings: rules) }
        }
        #expect(Filter.completions(of: "finding:re", for: .sessions, findings: rules) == ["finding:reconnect-storm"])
    }

    @Test(arguments: [
        ("direction:up duration:>40ms", "dir:up dur:>40ms"), ("code:1008", "close:1008"), ("Rule:x", "finding:x"),
        ("session:5t8evm01 sequence:>3", "id:5t8evm01 seq:>3"),
    ])
    func `another name of a key means that key`(text: String, printed: String) throws {
        #expect(try Filter.parse(text).description == printed)
    }

    @Test func `a key means the same with and without a scope`() throws {
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
