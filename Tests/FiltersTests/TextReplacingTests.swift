import Filters
import SessionModel
import TestSupport
import Testing

@Suite struct TextReplacingTests {
    @Test(arguments: [
        (#"\d{3}-\d{4}"#, "call 555-1234 or 555-9876!", "call # or #!"),
        ("a+", "caaat a", "c#t #"),
        ("ab|abc", "xabcx", "x#x"),
        ("(?:Jane|John) Doe", "Jane Doe and John Doe", "# and #"),
        ("^x", "xx", "#x"),
        (#"\bcat\b"#, "cat concat cat", "# concat #"),
        ("é.", "caféteria", "caf#eria"),
        ("[^ ]+$", "last word", "last #"),
        ("(a|b)*c", "ababab ababc", "ababab #"),
    ])
    func `the first and longest is replaced`(pattern: String, text: String, replaced: String) throws {
        #expect(try TextPattern(replacing: pattern).replacing(in: text, by: "#") == replaced)
    }

    @Test func `nothing is changed where nothing is found`() throws {
        #expect(try TextPattern(replacing: "x+").replacing(in: "abc", by: "#") == nil)
        #expect(try TextPattern(replacing: "x+").replacing(in: "", by: "#") == nil)
    }

    @Test(arguments: ["x*", "", "(a", "a|", "^", #"\b"#])
    func `what finds the empty text, or is no pattern, is refused`(pattern: String) {
        #expect(throws: FilterError.self) { try TextPattern(replacing: pattern) }
    }

    /// A backtracking engine would take for ever.
    @Test func `no pattern hangs it`() throws {
        let text = String(repeating: "a", count: 5_000)
        #expect(try TextPattern(replacing: "(a+)+b").replacing(in: text, by: "#") == nil)
        #expect(try TextPattern(replacing: "(a|aa)+").replacing(in: text, by: "#") == "#")
    }
}
