import Testing
import Wording

@Suite struct DecimalTests {
    @Test(arguments: [
        (0.0, 0, "0"), (0.05, 1, "0.1"), (-0.3, 2, "-0.30"), (-0.001, 2, "0.00"), (1_234.5, 0, "1235"), (2, 3, "2.000"),
        (9.999, 2, "10.00"), (7, -1, "7"),
    ])
    func `fixed decimals`(value: Double, places: Int, expected: String) {
        #expect(Format.fixed(value, places) == expected)
    }

    @Test(arguments: [(4.0, "4"), (0.5, "0.5"), (0.25, "0.25"), (100, "100"), (0, "0"), (-2.50, "-2.5"), (0.001, "0")])
    func `decimals that say nothing are left out`(value: Double, expected: String) {
        #expect(Format.trimmed(value, 2) == expected)
    }

    @Test(arguments: [
        (1_500.0, "1500"), (0.1234, "0.1234"), (12.345_6, "12.35"), (1_234.5, "1235"), (1_234_567, "1234567"), (0, "0"),
        (-0.000_123_4, "-0.0001234"), (0.000_000_000_1, "0"),
    ])
    func `four digits that mean something`(value: Double, expected: String) {
        #expect(Format.significant(value) == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what is no number is unknown`(value: Double) {
        #expect([Format.fixed(value, 2), Format.trimmed(value, 2), Format.significant(value)] == ["–", "–", "–"])
    }

    @Test(arguments: [1e300, -1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
    func `no size ends the process`(value: Double) {
        #expect(!Format.fixed(value, 9).isEmpty && !Format.significant(value).isEmpty)
    }

    @Test func `digits are padded and bytes are hexadecimal`() {
        #expect([Format.padded(7, 3), Format.padded(1_234, 3), Format.padded(-7, 2)] == ["007", "1234", "-07"])
        #expect(Format.hex([0x0A, 0xFF, 0]) == "0aff00")
        #expect([Format.hex(443, 4, uppercase: true), Format.hex(0x12345, 4)] == ["01BB", "12345"])
    }
}
