import LiveProtocol
import Testing
import Wording

@Suite struct TimeFormatTests {
    private let start = Timestamp.seconds(1_789_898_400)

    @Test(arguments: [
        (TimeFormat.elapsed, "01:02.500"), (.delta, "+500 ms"), (.wall, "11:01:02.500"),
    ])
    func `an instant is written as the format says`(format: TimeFormat, expected: String) {
        let scale = TimeScale(format: format, start: start, offset: .seconds(3_600))
        let instant = start + .milliseconds(62_500)
        #expect(scale.text(instant, after: instant - .milliseconds(500)) == expected)
    }

    @Test func `the first line counts from the beginning`() {
        #expect(TimeScale(format: .delta, start: start).text(start + .seconds(1), after: nil) == "00:01.000")
    }

    @Test(arguments: [("03:12", 192.0), ("3:12.5", 192.5), ("7", 7), ("1:02:03", 3_723), ("0", 0)])
    func `a time is read as people write it`(text: String, seconds: Double) {
        #expect(Format.parsedPosition(text)?.seconds == seconds)
    }

    @Test(arguments: ["", ":", "a", "1:2:3:4", "-1", "1:-2", "nan", "inf", "1e300", "99999999999:0"])
    func `what is no time is refused`(text: String) {
        #expect(Format.parsedPosition(text) == nil)
    }
}
