import TestSupport
import Testing
import Wording

@Suite struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{0301}", 1), ("日本", 4), ("한글", 4), ("ｱ", 1), ("Ａ", 2), ("🚚", 2),
        ("👩‍👩‍👧", 6), ("🇩🇪", 2), ("❤️", 1), ("⌚", 2), ("العملاء", 7), ("ไทย", 3), ("กำ", 2), ("ก็", 1), ("–…·", 3), ("█━╾", 3),
        ("\u{1B}[31m", 5), ("a\u{202E}b", 2), ("a\u{200B}b", 2), ("\u{AD}", 0), ("a\tb\nc", 5), ("\u{E000}", 6),
        ("\u{9B}", 6), ("\u{10FFFD}", 8),
        ("a\u{2028}b", 3),
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

    @Test(arguments: [
        ("a\u{1B}[31m\u{7F}", "a␛[31m␡"), ("\u{9B}2J", "U+009B2J"), ("\u{E000}\u{10FFFD}", "U+E000U+10FFFD"),
        ("a\u{202E}b\u{200B}", "ab"), ("a\u{2028}b\n", "a b "),
    ])
    func `what drives a terminal is pictured, and what cannot be drawn is told by its code point`(
        text: String, shown: String
    ) {
        #expect(TextWidth.shown(text) == shown)
        #expect(TextWidth.width(text) == TextWidth.width(shown))
    }

    /// Behind it, what the Unicode standard says that they are.
    @Test(arguments: [
        ("\u{1112}", "\u{1161}", "하"), ("하", "\u{11AB}", "한"), ("\u{1100}", "\u{1175}", "기"), ("힐", "\u{11C2}", nil),
        ("한", "\u{11AB}", nil), ("\u{115F}", "\u{1161}", nil), ("か", "\u{3099}", "が"), ("ハ", "\u{309A}", "パ"),
        ("ウ", "\u{3099}", "ヴ"), ("あ", "\u{3099}", nil), ("が", "\u{3099}", nil), ("e", "\u{301}", nil),
    ])
    func `a syllable in pieces is one character`(base: Unicode.Scalar, mark: Unicode.Scalar, whole: Unicode.Scalar?) {
        #expect(TextWidth.composed(base, mark) == whole)
    }

    @Test(arguments: SeededGenerator.runs(300))
    func `whatever arrives, cut text fits`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = random.anyText(count: 40)
        let limit = Int.random(in: 0...30, using: &random)
        #expect(TextWidth.width(TextWidth.truncated(text, to: limit)) <= limit)
    }
}
