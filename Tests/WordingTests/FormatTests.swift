import TestSupport
import Testing
import Wording

@Suite struct FormatTests {
    @Test(arguments: [
        (0, "0:00"), (59, "0:59"), (600, "10:00"), (5_999, "99:59"), (6_000, "1h40"), (359_999, "99h59"),
        (360_000, "4d04"), (-5, "0:00"), (8_640_000, "100d"), (Int64.max / 2, "9999d"),
    ])
    func `clocks stay within five columns`(seconds: Int64, expected: String) {
        #expect(Format.clock(.seconds(seconds)) == expected)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (12_300_000, "12.3M"), (-1_000, "-1,000"),
    ])
    func `counts mark their thousands`(number: Int64, expected: String) { #expect(Format.count(number) == expected) }

    @Test(arguments: [
        (0, "0"), (942, "942"), (1_000, "1.00k"), (9_994, "9.99k"), (9_995, "10.0k"), (58_249, "58.2k"),
        (131_072, "131k"), (999_499, "999k"), (999_500, "1.00M"), (1_048_576, "1.05M"),
    ])
    func `quantities have three digits and a letter`(number: Int64, expected: String) {
        #expect(Format.quantity(number) == expected)
    }

    @Test(arguments: [(0, "0 B"), (999, "999 B"), (1_800, "1.80 kB"), (412_300_000, "412 MB"), (-3, "0 B")])
    func `sizes carry their unit`(bytes: Int64, expected: String) { #expect(Format.bytes(bytes) == expected) }

    @Test(arguments: [
        (84, "84 µs"), (999, "999 µs"), (1_000, "1.0 ms"), (99_960, "100 ms"), (1_240_000, "1.2 s"),
        (140_000_000, "140 s"),
    ])
    func `latencies choose their unit`(microseconds: Int64, expected: String) {
        #expect(Format.latency(.microseconds(microseconds)) == expected)
    }

    @Test func `unknown is a dash, never zero`() {
        let texts = [
            Format.clock(nil), Format.count(nil), Format.quantity(nil), Format.bytes(nil), Format.rate(nil),
            Format.kilobytes(nil), Format.latency(nil), Format.percent(nil), Format.rate(.nan),
            Format.percent(.infinity),
        ]
        #expect(Set(texts) == ["–"])
    }

    @Test(arguments: SeededGenerator.runs(500))
    func `no number is wider than its column`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let number = Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random)
        let size = Double(bitPattern: random.next())
        #expect(TextWidth.width(Format.clock(.nanoseconds(number))) <= 5)
        #expect(TextWidth.width(Format.quantity(number)) <= 5)
        #expect(TextWidth.width(Format.bytes(number)) <= 7)
        #expect(TextWidth.width(Format.latency(.nanoseconds(number))) <= 7)
        #expect(TextWidth.width(Format.count(max(0, number))) <= 9)
        #expect(TextWidth.width(Format.rate(Double(number))) <= 6)
        #expect(TextWidth.width(Format.kilobytes(Double(number))) <= 7)
        // Rates are quotients and may be anything; the text must only be total.
        _ = Format.rate(size) + Format.kilobytes(size) + Format.percent(size)
    }
}
