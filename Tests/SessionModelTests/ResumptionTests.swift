import LiveProtocol
import SessionModel
import Testing

/// What a break between two connections cost, and what the handles were used for.
struct ResumptionTests {
    private static func update(_ handle: String, index: Int? = nil) -> String {
        let index = index.map { #","lastConsumedClientMessageIndex":"\#($0)""# } ?? ""
        return #"{"sessionResumptionUpdate":{"newHandle":"\#(handle)","resumable":true\#(index)}}"#
    }

    @Test func `what the service has not consumed is known in transparent mode alone`() throws {
        func messages(transparent: Bool) throws -> (Int64?, ReconnectGap) {
            let setup = #"{"setup":{"model":"m","sessionResumption":{"transparent":\#(transparent)}}}"#
            var first = Call(1)
            first.client(setup)
            first.server(#"{"setupComplete":{}}"#)
            for _ in 0..<5 { first.client(#"{"realtimeInput":{"text":"x"}}"#) }
            first.server(Self.update("h1", index: 3))
            let open = first.state.resumption.unacknowledgedMessages
            first.close(after: 1)
            var second = Call(2, start: 3)
            second.client(setup.replacing("\"transparent\"", with: #""handle":"h1","transparent""#))
            second.server(#"{"setupComplete":{}}"#)
            let state = try #require(Fleet(folding: [first, second]).sessions.first)
            #expect(state.connectionCount == 2)
            return (open, try #require(state.resumption.gaps.last))
        }
        let (open, gap) = try messages(transparent: true)
        #expect(open == 2 && gap.unacknowledged == 2)
        let (unknown, opaque) = try messages(transparent: false)
        #expect(unknown == nil && opaque.unacknowledged == nil)
    }

    /// - Parameter backlog: audio that the client kept and sends at once when it is back.
    private func lost(backlog: Double) throws -> Duration? {
        var first = Call(1)
        first.begin()
        first.server(Self.update("h1"))
        first.hear(Sounds.room(seconds: 2))
        first.close()
        var second = Call(2, start: 3)
        second.begin(resuming: "h1")
        for _ in 0..<Int(backlog / 0.02) {
            second.client(Self.piece)
        }
        second.hear(Sounds.room(seconds: 3))
        let state = try #require(Fleet(folding: [first, second]).sessions.first)
        return try #require(state.resumption.gaps.last).lostAudio
    }

    private static let piece = {
        let data = Base64.encode([UInt8](repeating: 1, count: 640))
        return #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(data)"}}}"#
    }()

    @Test func `speech of the break is lost unless it is sent afterwards`() throws {
        // The last audio came at 2 s, the first afterwards was captured from 3 s on.
        #expect(try lost(backlog: 0) == .seconds(1))
        let kept = try #require(try lost(backlog: 0.96))
        #expect(kept < .milliseconds(100))
    }

    @Test func `a handle is the newest, stale, unused or nobody's`() throws {
        func kinds(_ handle: String?) throws -> HandleUse {
            var first = Call(1, tag: "desk")
            first.begin()
            first.server(Self.update("h1"), after: 1)
            first.server(Self.update("h2"), after: 1)
            first.close(.server, after: 1)
            var second = Call(2, start: 5, tag: "desk")
            second.begin(resuming: handle)
            let state = try #require(Fleet(folding: [first, second]).sessions.first)
            #expect(state.resumption.uses.first?.kind == HandleUse.Kind.none)
            return try #require(state.resumption.uses.last)
        }
        #expect(try kinds("h2").kind == .newest && kinds("h2").age == .seconds(3))
        #expect(try kinds("h1").kind == .stale && kinds("h1").age == .seconds(4))
        #expect(try kinds("foreign").kind == .unknown && kinds("foreign").age == nil)
        #expect(try kinds(nil).kind == .unused)
    }

    @Test func `a handle grows old until the next is issued`() {
        var call = Call()
        call.begin()
        #expect(call.state.resumption.handleAge(at: call.at) == nil)
        call.server(Self.update("h1"), after: 1)
        #expect(call.state.resumption.handleAge(at: .seconds(61)) == .seconds(60))
        call.server(Self.update("h2"), after: 30)
        #expect(call.state.resumption.handleAge(at: .seconds(61)) == .seconds(30))
    }
}
