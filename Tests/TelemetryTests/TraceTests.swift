import LiveProtocol
import TestSupport
import Testing

@testable import Telemetry

/// Names of traces: those that clients give, and those that livetop makes.
@Suite struct TraceTests {
    private static let trace = "ca303e4e052ff1c63ac43fb9af492b4c"

    @Test func `the header of a client names its trace and its span`() throws {
        let parent = try #require(TraceParent("00-\(Self.trace)-1cc163f27e2782d8-01"))
        #expect(parent.trace.description == Self.trace && parent.span.description == "1cc163f27e2782d8")
        #expect(parent.isSampled)
        #expect(TraceParent("00-\(Self.trace)-1cc163f27e2782d8-00")?.isSampled == false)
        // A version that is not known yet may say more.
        #expect(TraceParent("01-\(Self.trace)-1cc163f27e2782d8-03-more")?.isSampled == true)
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-1cc163f27e2782d8", "00-\(trace)-1cc163f27e2782d8-01-more",
        "ff-\(trace)-1cc163f27e2782d8-01", "00-00000000000000000000000000000000-1cc163f27e2782d8-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace.uppercased())-1cc163f27e2782d8-01",
        "00-\(trace)-1cc163f27e2782d8-1", "00-+a303e4e052ff1c63ac43fb9af492b4c-1cc163f27e2782d8-01", "٠٠-\(trace)-x-01",
    ])
    func `what is no such header is as if there were none`(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test func `ids are bytes in the order of their digits`() throws {
        let id = try #require(TraceID("000102030405060708090a0b0c0d0e0f"))
        #expect(id.bytes == Array(0...15) && id.description == "000102030405060708090a0b0c0d0e0f")
    }

    @Test func `the same thing always has the same name, and no two things have one`() {
        let identity = TraceIdentity(high: 1, low: 2)
        var (spans, traces): (Set<SpanID>, Set<TraceID>) = ([], [])
        for number in 1...200 {
            let session = SessionID(ConnectionID(rawValue: UInt64(number)))
            traces.insert(identity.trace(of: session))
            for index in 0..<20 {
                let parts: [TraceIdentity.Part] = [
                    .generation(turn: index), .tool(number: index),
                    .speech(onset: Timestamp(nanoseconds: Int64(index))),
                ]
                for part in parts {
                    spans.insert(identity.span(of: part, in: session))
                    #expect(identity.span(of: part, in: session) == identity.span(of: part, in: session))
                }
            }
        }
        #expect(traces.count == 200 && spans.count == 200 * 60)
        let first = SessionID(ConnectionID(rawValue: 1))
        #expect(TraceIdentity(high: 2, low: 2).trace(of: first) != identity.trace(of: first))
    }
}
