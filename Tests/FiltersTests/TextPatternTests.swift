import Foundation
import TestSupport
import Testing

@testable import Filters
@testable import SessionModel

@Suite struct TextPatternTests {
    @Test(arguments: [
        ("abc", "xxabcxx", true), ("a.c", "a\nc", false), ("^a", "ba", false), ("^a$", "a", true), ("a$", "ab", false),
        ("a|b|c", "xxc", true), ("(ab)+c", "ababc", true), ("(ab)+c", "c", false), ("a*b", "b", true),
        ("x?y", "y", true),
        ("a{2,3}b", "ab", false), ("^a{2,3}b", "aaab", true), ("^a{2}$", "aaa", false), ("a{2,}$", "aaaa", true),
        ("[a-c]+$", "xyzb", true), ("[^a-c]", "abc", false), ("[]x]", "]", true), (#"\d{4}"#, "in 2026", true),
        (#"\bcat\b"#, "a cat sat", true), (#"\bcat\b"#, "concat", false), (#"\Bcat"#, "concat", true),
        (#"\w+@\w+"#, "ä_1@ö", true),
        (#"[\d\s]+z"#, "1 2z", true), (#"\."#, "a", false), ("a{x", "a{x", true), ("(?:a|)b", "b", true),
        ("a*?b+?", "aab", true),
        ("", "", true), ("()", "x", true), ("(a|b)*c", "ababx", false), ("日.語", "日本語", true), ("(a*)*b", "aaab", true),
    ])
    func `a pattern occurs, or does not`(source: String, text: String, isFound: Bool) throws {
        #expect(try TextPattern(source, ignoresCase: false).occurs(in: text.unicodeScalars) == isFound)
    }

    @Test(arguments: [("STRASSE", "strasse"), ("ÄÖÜ", "äöü"), ("[a-z]+$", "ABC"), ("δ", "Δ")])
    func `case can be ignored`(source: String, text: String) throws {
        #expect(try TextPattern(source, ignoresCase: true).occurs(in: text.unicodeScalars))
        #expect(try !TextPattern(source, ignoresCase: false).occurs(in: text.unicodeScalars))
    }

    @Test(arguments: ["(", "a)", "[", "[]", "*a", "a{3,2}", "a{999}", "\\", #"\q"#, #"\1"#, "(?=a)", "[z-a]", "a{2"])
    func `what is no pattern is refused`(source: String) {
        #expect(throws: FilterError.self) { try TextPattern(source, ignoresCase: false) }
    }

    /// With backtracking this takes longer than the age of the universe.
    @Test func `no pattern can hang`() throws {
        let pattern = try TextPattern("(a+)+(a*)*$", ignoresCase: false)
        #expect(!pattern.occurs(in: (String(repeating: "a", count: 5_000) + "b").unicodeScalars))
    }

    @Test func `it agrees with Foundation`() {
        let pieces = [
            "a", "b", "c", ".", "[ab]", "[^a]", "(a|bc)", "(?:ab)", "\\w", "\\d", "\\b", "^", "$", "|", "a*", "b+",
            "c?", "(b|c){1,2}",
        ]
        expectProperty(runs: 1_000) { random in
            let source = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let text = String(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in "abc1 ".randomElement(using: &random) ?? "a" })
            let reference = try NSRegularExpression(pattern: source)
            let isFound = reference.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
            let pattern = try TextPattern(source, ignoresCase: false)
            try #require(pattern.occurs(in: text.unicodeScalars) == isFound, "/\(source)/ in \(text.debugDescription)")
        }
    }
}
