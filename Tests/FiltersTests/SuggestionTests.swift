import Filters
import Testing

@Suite struct SuggestionTests {
    private static let rules = ["goaway-ignored", "quota-exhausted", "context-near-limit", "context-window-overflow"]

    @Test(arguments: [
        ("goaway-ignord", "goaway-ignored"), ("goaway", "goaway-ignored"), ("quota", "quota-exhausted"),
        ("limit", "context-near-limit"), ("overflow", "context-window-overflow"), ("CONTEXT", "context-near-limit"),
        ("exhaustd", "quota-exhausted"), ("near-lim", "context-near-limit"),
    ])
    func `a slip is mended, and a part leads to the whole`(word: String, expected: String) {
        #expect(Suggestion.nearest(to: word, among: Self.rules) == expected)
    }

    @Test(arguments: [
        ("response", ["resume_gap_ms", "response_ms"], "response_ms"),
        ("staying", ["6g002byh", "tag:staying"], "tag:staying"),
        ("my-branch", ["tag:my-branch"], "tag:my-branch"), ("stayng", ["tag:staying"], "tag:staying"),
        ("show", ["slow", "show"], "show"),
    ])
    func `what is nearer goes first`(word: String, candidates: [String], expected: String) {
        #expect(Suggestion.nearest(to: word, among: candidates) == expected)
    }

    @Test(arguments: ["xyzzy", "ab", "", "zz-top", String(repeating: "goaway", count: 20)])
    func `what is like nothing gets no suggestion`(word: String) {
        #expect(Suggestion.nearest(to: word, among: Self.rules) == nil)
    }
}
