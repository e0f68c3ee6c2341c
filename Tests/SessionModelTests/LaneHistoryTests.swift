import LiveProtocol
import SessionModel
import TestSupport
import Testing

@Suite struct LaneHistoryTests {
    private func call(_ events: (inout Call) -> Void) -> LaneHistory {
        var call = Call()
        call.begin()
        events(&call)
        return call.state.lanes
    }

    private func spans(_ runs: some Sequence<LaneHistory.Run>) -> [[Double]] {
        runs.map { [$0.start.nanoseconds, $0.end.nanoseconds].map { Double($0) / 1e9 } }
    }

    private let chunk =
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(String(repeating: "A", count: 4_272))"}}}"#

    @Test func `input audio is a run as long as it sounds, and a pause ends it`() {
        let lanes = call { call in
            for _ in 0..<5 { call.client(chunk, after: 0.1) }
            call.client(chunk, after: 2)
        }
        #expect(lanes.microphone.count == 2)
        #expect(lanes.microphone.first.map { $0.end - $0.start } == .milliseconds(500) + .nanoseconds(125_000))
    }

    @Test func `model audio is heard longer than it takes to arrive`() {
        let lanes = call { call in
            call.speak(milliseconds: 1_000, after: 1)
            call.speak(milliseconds: 1_000, after: 0.1)
        }
        #expect(spans(lanes.received) == [[1, 1.1]])
        #expect(spans(lanes.heard) == [[1, 3]])
    }

    @Test func `what waits to be heard gets less until more comes, and is gone with an interruption`() throws {
        let lanes = call { call in
            call.speak(milliseconds: 4_000, after: 1)
            call.speak(milliseconds: 1_000, after: 2)
            call.server(#"{"serverContent":{"interrupted":true}}"#, after: 1)
        }
        #expect(lanes.backlog.map(\.length) == [.seconds(4), .seconds(3), .zero])
        let first = try #require(lanes.backlog.first)
        #expect(first.left(at: first.at + .seconds(3)) == .seconds(1))
        #expect(first.left(at: first.at + .seconds(9)) == .zero)
        #expect(first.left(at: first.at - .seconds(9)) == .seconds(4))
    }

    @Test func `an interruption ends what is heard`() {
        let lanes = call { call in
            call.speak(milliseconds: 5_000, after: 1)
            call.server(#"{"serverContent":{"interrupted":true}}"#, after: 1)
            call.completeTurn()
            call.speak(milliseconds: 1_000, after: 3)
        }
        #expect(spans(lanes.heard) == [[1, 2], [5, 6]])
    }

    @Test func `whatever comes, memory is bounded and runs do not go back`() {
        expectProperty(runs: 20) { random in
            var call = Call()
            for _ in 0..<600 {
                let pause = Double.random(in: 0...2, using: &random)
                if random.isOne(in: 2) {
                    call.client(chunk, after: pause)
                } else {
                    call.speak(milliseconds: 40, after: pause)
                }
                if random.isOne(in: 9) { call.server(#"{"serverContent":{"interrupted":true}}"#) }
            }
            for runs in [call.state.lanes.microphone, call.state.lanes.received, call.state.lanes.heard] {
                try #require(runs.count <= runs.capacity)
                try #require(runs.allSatisfy { $0.start <= $0.end })
                try #require(zip(runs, runs.dropFirst()).allSatisfy { $0.end < $1.start })
            }
        }
    }
}
