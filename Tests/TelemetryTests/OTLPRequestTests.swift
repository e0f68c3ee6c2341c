import LiveProtocol
import Testing

@testable import Telemetry

/// Requests in JSON, whose spelling has traps of its own.
@Suite struct OTLPRequestTests {
    private static func json(_ items: OTLPRequest.Items) -> String {
        OTLPRequest(resource: [OTLPAttribute("service.name", .string("livetop"))], version: "1", items: items).json.text
    }

    @Test func `ids are hexadecimal, instants and integers are text`() throws {
        let span = OTLPSpan(
            trace: try #require(TraceID("ca303e4e052ff1c63ac43fb9af492b4c")),
            id: try #require(SpanID("1cc163f27e2782d8")),
            parent: nil, name: "user_speech", kind: .internal, start: Timestamp(nanoseconds: 1),
            end: Timestamp(nanoseconds: 2),
            attributes: [
                OTLPAttribute("a", .integer(7)), OTLPAttribute("b", .strings(["stop"])),
                OTLPAttribute("c", .bool(true)),
            ])
        #expect(
            Self.json(.spans([span])) == """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"livetop"}}]},\
                "scopeSpans":[{"scope":{"name":"livetop","version":"1"},"spans":[\
                {"traceId":"ca303e4e052ff1c63ac43fb9af492b4c","spanId":"1cc163f27e2782d8","name":"user_speech","kind":1,\
                "startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"a","value":{"intValue":"7"}},\
                {"key":"b","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}},\
                {"key":"c","value":{"boolValue":true}}],"status":{},"flags":257}]}]}]}
                """)
    }

    @Test func `counts of metrics are numbers`() {
        var counts = BucketCounts(bounds: [1])
        counts.record(0.5)
        counts.record(3, times: 2)
        let metric = OTLPMetric(
            name: "livetop.x", description: "", unit: "s", kind: .histogram,
            points: [OTLPMetric.Point(attributes: [], value: .buckets(counts))])
        let text = Self.json(.metrics([metric], from: Timestamp(nanoseconds: 1), at: Timestamp(nanoseconds: 2)))
        #expect(text.contains(#""count":3,"sum":6.5,"bucketCounts":[1,2],"explicitBounds":[1.0]"#))
        #expect(text.contains(#""startTimeUnixNano":"1","timeUnixNano":"2""#))
    }

    @Test func `what the user says of the process goes before what livetop says`() {
        let resource = OTLPResource(
            service: "agent", version: "1", instance: "i", host: "h", processID: 7,
            named: ["host.name": "other", "team": "voice", "service.name": "no"])
        let said = Dictionary(uniqueKeysWithValues: resource.attributes.map { ($0.key, $0.value) })
        #expect(said["service.name"] == .string("agent") && said["host.name"] == .string("other"))
        #expect(said["team"] == .string("voice") && said["process.pid"] == .integer(7))
    }
}
