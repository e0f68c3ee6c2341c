import Testing
import Wording

@Suite struct WordsTests {
    @Test(arguments: [
        (0.0, "0"), (0.004, "0"), (0.05, "0.05"), (0.25, "0.3"), (4, "4"), (12.34, "12.3"), (99.96, "100"),
        (812.4, "812"),
        (-3.25, "-3.3"), (1_500, "1500"),
    ])
    func `a number of a sentence has the decimals that are worth reading`(value: Double, expected: String) {
        #expect(Words.number(value) == expected)
    }

    @Test(arguments: [
        (0.0, "0 s"), (12.4, "12.4 s"), (119.9, "120 s"), (120, "2:00"), (3_599, "59:59"), (3_725, "1:02:05"),
        (-4, "0 s"),
    ])
    func `a time of a sentence is as long as is useful`(seconds: Double, expected: String) {
        #expect(Words.time(.milliseconds(Int64(seconds * 1_000))) == expected)
    }

    @Test func `things are counted in words`() {
        #expect(Words.count(1, "call") == "one call")
        #expect(Words.count(3, "call") == "3 calls")
        #expect(Words.count(0, "reply", "replies") == "0 replies")
        #expect([0, 1, 2].map(Words.times) == ["0 times", "once", "2 times"])
        #expect(Words.percent(0.042) == "4.2 %")
        #expect(Words.milliseconds(.microseconds(812_600)) == "813 ms")
    }
}
