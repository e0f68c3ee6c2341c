import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct CheckTests {
    private static let log: MetricLog = {
        var log = MetricLog()
        for value in 1...100 { log.record(.chunk, Double(value), at: WrittenCall.start) }
        return log
    }()

    @Test(arguments: [
        "", "=", "response_ms", "response_ms.p95", "response_ms.p95=", "response_ms.p95=x", "response_ms.p95=nan",
        "response_ms.p95=inf", "response_ms.p94=3", "responses.p95=3", ".p95=3", "response_ms.=3",
        "response_ms.p95=1=2",
    ])
    func `what is no limit is none`(text: String) {
        #expect(MetricLimit(argument: text) == nil)
    }

    @Test(
        arguments: [
            ("chunk_ms.max=100", CheckOutcome.Verdict.passed, "100 ms of 100 samples"),
            ("chunk_ms.max=99.9", .failed, "100 ms of 100 samples"), ("chunk_ms.min=1", .passed, "1 ms of 100 samples"),
            ("chunk_ms.count=99", .failed, "100 of 100 samples"),
            ("chunk_ms.mean=50", .failed, "50.5 ms of 100 samples"),
            ("chunk_ms.p50=51", .passed, nil), ("chunk_ms.p99=98", .failed, nil), ("chunk_ms.max=-1", .failed, nil),
            ("tool_ms.p50=1", .unknown, "no samples"),
        ] as [(String, CheckOutcome.Verdict, String?)])
    func `a statistic is compared with its limit`(
        text: String, verdict: CheckOutcome.Verdict, detail: String?
    ) throws {
        let outcome = try #require(MetricLimit(argument: text)).outcome(in: Self.log, "6g002byh")
        #expect(outcome.verdict == verdict)
        #expect(outcome.name.hasPrefix(text.prefix { $0 != "=" } + " at most "))
        if let detail { #expect(outcome.detail == detail) }
    }

    @Test func `an outcome is one line, however hostile its words`() {
        let outcome = CheckOutcome(session: "6g", name: "no finding\u{1B}[2J", verdict: .failed, detail: "a\nb")
        #expect(outcome.line.hasPrefix("FAILED  6g  no finding␛[2J: a"))
        #expect(!outcome.line.unicodeScalars.contains { $0.value < 0x20 })
        #expect(CheckOutcome(session: "6g", name: "n", verdict: .passed, detail: "d").line == "ok      6g  n: d")
        var unknown = CheckOutcome(session: "6g", name: "n", verdict: .unknown, detail: "d")
        #expect(unknown.line == "?       6g  n: d")
        unknown.tag = "sta\u{1B}ying"
        #expect(unknown.line == "?       6g sta␛ying  n: d")
    }

    @Test func `a report for continuous integration is well-formed, whatever is quoted`() {
        let report = JUnitReport([
            CheckOutcome(session: "6g", name: "chunk_ms.p95 at most 3", verdict: .passed, detail: "1"),
            CheckOutcome(session: "6g", name: "<a> & \"b\"", verdict: .failed, detail: "\u{1}\u{FFFE}x]]>"),
            CheckOutcome(session: "6g", name: "n", verdict: .unknown, detail: "no samples"),
        ])
        #expect(
            report.text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="3" failures="1" errors="1">
                  <testsuite name="livetop" tests="3" failures="1" errors="1" skipped="0" time="0">
                    <testcase classname="livetop.6g" name="chunk_ms.p95 at most 3" time="0"/>
                    <testcase classname="livetop.6g" name="&lt;a&gt; &amp; &quot;b&quot;" time="0"><failure message="x]]&gt;" type="limit"/></testcase>
                    <testcase classname="livetop.6g" name="n" time="0"><error message="no samples" type="unknown"/></testcase>
                  </testsuite>
                </testsuites>

                """)
    }
}
