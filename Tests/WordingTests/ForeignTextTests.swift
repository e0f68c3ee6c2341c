import Testing
import Wording

@Suite struct ForeignTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a\nb\tc\r", "a b c "), ("\u{1B}]52;c;x\u{07}", "␛]52;c;x␇"), ("\u{0}\u{7F}", "␀␡"),
        ("a\u{9B}31m", "a\u{FFFD}31m"), ("a\u{202E}b\u{2066}c\u{200F}", "abc"), ("a\u{2028}b", "a b"),
        ("\u{E000}", "\u{FFFD}"), ("Ünïcode 日本 e\u{301}", "Ünïcode 日本 e\u{301}"), ("❤\u{FE0F}", "❤"),
    ])
    func `what is printed is one line and drives nothing`(raw: String, clean: String) {
        let text = ForeignText(raw)
        #expect(text.clean == clean)
        #expect("\(text)" == clean)
        #expect(String(reflecting: text) == clean)
        #expect(text.raw == raw)
    }

    @Test func `a text of several lines keeps its lines`() {
        #expect(ForeignText.cleanLines("a\n\tb\u{1B}[2J\u{202E}\r\n") == "a\n\tb␛[2J\u{FFFD}\u{FFFD}\n")
        #expect(ForeignText.cleanLines("می\u{200C}خواهم ❤\u{FE0F}") == "می\u{200C}خواهم ❤\u{FE0F}")
    }
}
