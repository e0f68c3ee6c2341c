import TestSupport
import Testing
import Wording

@Suite struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{0301}", 1), ("日本", 4), ("한글", 4), ("ｱ", 1), ("Ａ", 2), ("🚚", 2),
        ("👩‍👩‍👧", 6), ("🇩🇪", 2), ("❤️", 1), ("⌚", 2), ("العملاء", 7), ("ไทย", 3), ("กำ", 2), ("ก็", 1), ("–…·", 3), ("█━╾", 3),
        ("\u{1B}[31m", 4), ("a\u{202E}b", 2), ("a\u{200B}b", 2), ("\u{AD}", 0), ("a\tb\nc", 5), ("\u{E000}", 1),
    ])
    func `text takes the columns that terminals give it`(text: String, columns: Int) {
        #expect(TextWidth.width(text) == columns)
    }

    @Test(arguments: [
        ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("hello", 0, ""), ("hello", -3, ""),
        ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 6, "日本語"), ("", 0, ""),
    ])
    func `text that does not fit ends with a mark and fits`(text: String, columns: Int, expected: String) {
        #expect(TextWidth.truncated(text, to: columns) == expected)
    }

    @Test(arguments: SeededGenerator.runs(300))
    func `whatever arrives, cut text fits`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = random.anyText(count: 40)
        let limit = Int.random(in: 0...30, using: &random)
        #expect(TextWidth.width(TextWidth.truncated(text, to: limit)) <= limit)
    }
}
