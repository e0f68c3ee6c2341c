import Testing
import Wording

@Suite struct FiguresTests {
    @Test func `what is not known is nothing at all`() {
        let nothing = [
            Figures.decimal(nil, 2), Figures.decimal(.nan, 2), Figures.decimal(1e15, 0), Figures.seconds(nil),
            Figures.milliseconds(nil),
        ]
        #expect(Set(nothing) == [""])
    }

    @Test func `lengths have a fixed number of decimals`() {
        #expect(Figures.seconds(.milliseconds(-1_500)) == "-1.500")
        #expect(Figures.milliseconds(.microseconds(12_345)) == "12.3")
        #expect(Figures.exactSeconds(.nanoseconds(3_000_000_001)) == "3.000000001")
        #expect(Figures.exactSeconds(.nanoseconds(-1)) == "-0.000000001")
    }

    @Test func `a clock has hours where there are any, or where they are asked for`() {
        #expect(Figures.clock(.milliseconds(62_345)) == "01:02.345")
        #expect(Figures.clock(.milliseconds(62_345), hours: true, mark: ",") == "00:01:02,345")
        #expect(Figures.clock(.seconds(36_000)) == "10:00:00.000")
        #expect(Figures.clock(.seconds(-1)) == "00:00.000")
    }
}
