import LiveProtocol
import Testing

@testable import Telemetry

/// The two texts that scrapers read.
@Suite struct ExpositionTests {
    private static func lines(_ format: ExpositionFormat, _ fill: (inout MetricSamples) -> Void) -> [Substring] {
        var samples = MetricSamples()
        fill(&samples)
        return Exposition.text(samples, as: format).split(separator: "\n")
    }

    @Test func `a counter bears its suffix in each format where the format wants it`() {
        let fill = { (samples: inout MetricSamples) in samples.add(3, to: .audio, "up") }
        let text = Self.lines(.text, fill)
        #expect(text.contains("# TYPE livetop_audio_seconds_total counter"))
        #expect(text.contains("livetop_audio_seconds_total{direction=\"up\"} 3.0"))
        #expect(!text.contains { $0.hasPrefix("# UNIT") || $0 == "# EOF" })
        let open = Self.lines(.openMetrics, fill)
        #expect(open.contains("# TYPE livetop_audio_seconds counter"))
        #expect(open.contains("# UNIT livetop_audio_seconds seconds"))
        #expect(open.contains("livetop_audio_seconds_total{direction=\"up\"} 3.0"))
        #expect(open.last == "# EOF" && open.filter { $0 == "# EOF" }.count == 1)
    }

    @Test func `buckets of a histogram count what lies below them`() {
        let lines = Self.lines(.text) { samples in
            for value in [0.5, 1, 1.5, 99] { samples.observe(value, in: .goAwayTimeLeft, "m") }
        }.filter { $0.hasPrefix("livetop_goaway_time_left_seconds") }
        #expect(
            lines == [
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="1.0"} 2"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="2.0"} 3"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="5.0"} 3"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="10.0"} 3"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="20.0"} 3"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="30.0"} 3"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="60.0"} 3"#,
                #"livetop_goaway_time_left_seconds_bucket{model="m",le="+Inf"} 4"#,
                #"livetop_goaway_time_left_seconds_sum{model="m"} 102.0"#,
                #"livetop_goaway_time_left_seconds_count{model="m"} 4"#,
            ])
    }

    @Test func `an observation that can be looked up is told where the format knows that`() throws {
        let exemplar = Exemplar(
            trace: try #require(TraceID("ca303e4e052ff1c63ac43fb9af492b4c")), span: SpanID("1cc163f27e2782d8"),
            value: 0.42,
            at: Timestamp(nanoseconds: 1_795_243_891_492_999_999))
        let fill = { (samples: inout MetricSamples) in
            samples.observe(0.42, in: .response, "m", exemplar: exemplar)
            samples.observe(0.43, in: .response, "m")
        }
        let open = Self.lines(.openMetrics, fill).filter { $0.contains(" # ") }
        #expect(
            open == [
                #"livetop_turn_ttfb_seconds_bucket{model="m",le="0.5"} 2 "#
                    + ##"# {trace_id="ca303e4e052ff1c63ac43fb9af492b4c",span_id="1cc163f27e2782d8"} 0.42 1795243891.492"##
            ])
        #expect(!Self.lines(.text, fill).contains { $0.contains("trace_id") })
    }

    @Test func `names that others chose cannot break a line`() {
        var names = LabelNames()
        let name = names.name("a\"b\\c\nlivetop_turns_total 9\u{1B}[2J")
        let lines = Self.lines(.text) { $0.add(to: .goAways, name) }.filter { $0.contains("goaway_total") }
        #expect(lines.count == 3)
        #expect(lines.last == #"livetop_goaway_total{model="a\"b\\c livetop_turns_total 9␛[2J"} 1.0"#)
    }

    @Test func `there is a limit to the names that others can make livetop tell`() {
        var names = LabelNames(limit: 2)
        #expect(
            ["a", "b", "c", "a", nil, ""].map { names.name($0) } == ["a", "b", "_other", "a", "unknown", "unknown"])
    }

    @Test(arguments: [
        ([], ExpositionFormat.text), (["*/*"], .text), (["text/html"], .text),
        (["application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"], .openMetrics),
        (["text/plain;version=0.0.4, application/openmetrics-text; q=0.2"], .text),
        (["application/openmetrics-text;q=0"], .text), (["application/openmetrics-text;q=x", "text/plain"], .text),
    ])
    func `a scraper gets what it prefers`(accept: [String], format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == format)
    }

    @Test func `what is no number is not told`() {
        var samples = MetricSamples()
        samples.add(.nan, to: .turns, "m", "complete")
        samples.set(.connectionAge, to: .infinity)
        samples.observe(.nan, in: .response, "m")
        #expect(samples == MetricSamples())
    }
}
