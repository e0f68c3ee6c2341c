import SessionModel
import Testing
import Wording

@Suite struct FormatMetricTests {
    @Test(arguments: [
        (812.0, Metric.Unit.milliseconds, "812 ms"), (-12.3, .milliseconds, "-12.3 ms"), (18.24, .decibels, "18.2 dB"),
        (-60, .decibels, "-60.0 dB"), (1.337, .ratio, "1.34"), (0.003, .share, "0.3%"), (0.78, .share, "78%"),
        (0.012_3, .dollars, "$0.0123"), (3.456, .dollars, "$3.46"),
    ])
    func `a value of a metric carries its unit`(value: Double, unit: Metric.Unit, expected: String) {
        #expect(Format.metric(value, unit) == expected)
    }

    @Test(arguments: Metric.Unit.allCases)
    func `no value is unknown`(unit: Metric.Unit) {
        #expect(Format.metric(nil, unit) == "–")
        #expect(Format.metric(.nan, unit) == "–")
    }
}
