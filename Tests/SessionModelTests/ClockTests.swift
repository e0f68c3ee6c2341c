import LiveProtocol
import SessionModel
import Testing

/// The three clocks, what the session costs, and how it comes back.
struct ClockTests {
    private func usage(_ prompt: Int, audio: Int = 0) -> String {
        #"{"promptTokenCount":\#(prompt),"promptTokensDetails":[{"modality":"TEXT","tokenCount":\#(prompt)}],"#
            + #""responseTokenCount":\#(audio),"responseTokensDetails":[{"modality":"AUDIO","tokenCount":\#(audio)}]}"#
    }

    @Test func `the context's time left is a range around its pace`() throws {
        var call = Call()
        call.begin(model: "models/gemini-2.0-flash-live-001")
        for turn in 1...6 { call.completeTurn(usage: usage(turn * 1_000), after: 60) }
        let tokens = call.state.tokens
        // 1,000 tokens a minute, 26,000 left.
        let left = try #require(tokens.timeLeft)
        #expect(left.contains(.seconds(1_560)))
        #expect(abs(try #require(tokens.meanTimeLeft).seconds - 1_560) < 60)
        #expect(call.state.metrics.statistics(for: .contextRatio)?.count == 6)
    }

    @Test func `the session cap is 15 minutes, 2 with video, none with compression`() throws {
        var call = Call()
        #expect(call.state.cap.limit == nil)
        call.client(#"{"setup":{"model":"models/m"}}"#, after: 1)
        #expect(call.state.cap.limit == .seconds(900))
        #expect(call.state.cap.timeLeft(at: .seconds(101)) == .seconds(800))
        call.client(#"{"realtimeInput":{"video":{"mimeType":"image/jpeg","data":"AAAA"}}}"#)
        #expect(call.state.cap.limit == .seconds(120))
        var compressed = Call()
        compressed.client(#"{"setup":{"model":"models/m","contextWindowCompression":{"slidingWindow":{}}}}"#)
        #expect(compressed.state.cap.limit == nil && compressed.state.cap.startedAt != nil)
    }

    @Test func `a cost is the sum of known prices, or nothing`() throws {
        var priced = Call()
        priced.begin(model: "models/gemini-2.5-flash-native-audio-latest")
        priced.completeTurn(usage: usage(1_000_000, audio: 100_000), after: 1)
        #expect(abs(try #require(priced.state.tokens.cost) - (0.5 + 1.2)) < 1e-9)
        var unpriced = Call()
        unpriced.begin(model: "models/gemini-3.9-live")
        unpriced.completeTurn(usage: usage(1_000, audio: 100), after: 1)
        #expect(unpriced.state.tokens.cost == nil)
        #expect(unpriced.state.metrics.statistics(for: .cost) == nil)
    }

    @Test func `a turn without usage is estimated, and says so`() throws {
        var call = Call()
        call.begin()
        for _ in 0..<50 { call.speak(milliseconds: 40, after: 0.04) }
        call.completeTurn()
        let turn = try #require(call.state.tokens.tokens(ofTurn: 1))
        #expect(turn.isEstimated && turn.output.audio == 50)
        #expect(call.state.tokens.estimatedOutput.audio == 50)
        #expect(call.state.tokens.billed == nil)
    }

    @Test func `a reconnect has a gap, a handle with a history, and an age`() throws {
        var first = Call(1)
        first.begin()
        for number in 1...3 {
            let update = #"{"sessionResumptionUpdate":{"newHandle":"h\#(number)","resumable":true}}"#
            first.server(update, after: 1)
        }
        first.close(after: 1)
        var second = Call(2, start: 4.5)
        second.begin(resuming: "h2")
        let state = try #require(Fleet(folding: [first, second]).sessions.first)
        #expect(state.connectionCount == 2)
        let use = try #require(state.resumption.uses.last)
        #expect(use.kind == .stale && use.isAccepted && use.age == .milliseconds(2_500))
        let gap = try #require(state.resumption.gaps.last)
        #expect(gap.duration == .milliseconds(500) && gap.isResumed && gap.lostAudio == nil)
        #expect(state.metrics.statistics(for: .resumeGap)?.mean == 500)
        #expect(state.resumption.issuedCount == 3)
    }

    @Test func `a call that was cut goes on under its tag, one that was ended does not`() {
        func pair(_ by: Party, tag: String?, gap: Double = 2) -> Int {
            var first = Call(1, tag: tag)
            first.begin()
            first.close(by, after: 5)
            var second = Call(2, start: 5 + gap, tag: tag)
            second.begin()
            return Fleet(folding: [first, second]).sessions.count
        }
        #expect(pair(.server, tag: "desk") == 1)
        #expect(pair(.transport, tag: "desk") == 1)
        #expect(pair(.client, tag: "desk") == 2)
        #expect(pair(.server, tag: nil) == 2)
        #expect(pair(.server, tag: "desk", gap: 31) == 2)
    }

    @Test func `round trips are those of pings, else the kernel's`() throws {
        var call = Call()
        call.append(.pathSample(PathSample(client: .microseconds(80), upstream: .milliseconds(18))), after: 1)
        #expect(call.state.connection?.upstreamRoundTrips?.source == .kernel)
        #expect(call.state.connection?.clientRoundTrips?.last?.duration == .microseconds(80))
        call.append(.frame(.clientToServer, Frame(.ping, [])), after: 1)
        call.append(.frame(.serverToClient, Frame(.pong, [])), after: 0.025)
        let trips = try #require(call.state.connection?.upstreamRoundTrips)
        #expect(trips.source == .ping && trips.percentile(0.5) == .milliseconds(25))
    }
}
