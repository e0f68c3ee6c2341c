import TestSupport
import Testing

@testable import TerminalUI

@Suite struct TypedLineTests {
    @Test func `history goes back to older lines and returns to what was typed`() {
        var line = TypedLine(.command, history: ["turns", "sort model"])
        line.edit { $0.insert("q") }
        line.recallOlder()
        #expect(line.text == "sort model")
        line.recallOlder()
        line.recallOlder()
        #expect(line.text == "turns")
        line.recallNewer()
        line.recallNewer()
        #expect(line.text == "q")
        line.recallNewer()
        #expect(line.text == "q")
    }

    @Test func `Tab goes through what begins with the word`() {
        var line = TypedLine(.command, text: "sort a")
        for expected in ["sort age", "sort api", "sort age"] {
            line.complete { TypedLine.Completion(of: $0, among: ["age", "api", "tag"]) }
            #expect(line.text == expected)
        }
    }

    @Test func `the only possibility is taken, and the next Tab completes what follows`() {
        var line = TypedLine(.command, text: "so")
        line.complete { TypedLine.Completion(of: $0, among: ["sort", "turns"]) }
        #expect(line.text == "sort")
        #expect(line.completion == nil)
        line.complete { _ in nil }
        #expect(line.text == "sort")
    }
}
