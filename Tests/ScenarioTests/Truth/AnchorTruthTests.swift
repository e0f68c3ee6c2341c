import Corpus
import LiveProtocol
import SessionModel
import Simulator
import Testing

/// Latencies between two instants of the wire, by every anchor that has one. The truth is the script's own delays.
struct AnchorTruthTests {
    /// Headline values, in milliseconds, of one anchor.
    private func values(_ metric: Metric, _ anchor: Anchor?, of state: SessionState) -> [Double] {
        state.metrics.samples(of: metric).filter { $0.anchor == anchor }.map(\.value)
    }

    private func expect(_ measured: [Double], _ truth: [Double], _ comment: Comment) {
        #expect(measured.count == truth.count, comment)
        for (value, expected) in zip(measured, truth) { #expect(abs(value - expected) <= 5, comment) }
    }

    @Test func `client activity, text and tools`() throws {
        let script = Script {
            client(.setup(SetupLine(functions: ["get_weather"], hasManualActivity: true)))
            server(.setupComplete, after: .milliseconds(430))
            for delay in [700, 850] {
                client(.activityStart, after: .seconds(1))
                client(.audio(.speech(.seconds(2))))
                client(.activityEnd)
                server(.audio(.seconds(4), speed: 8), after: .milliseconds(delay) - .microseconds(12_500))
                client(.activityStart, after: .milliseconds(500))
                server(.interrupted, after: .milliseconds(delay / 2))
                server(.turnComplete)
                client(.audio(.speech(.seconds(1))))
                client(.activityEnd)
                server(.audio(.seconds(1), speed: 8), after: .milliseconds(delay) - .microseconds(12_500))
                server(.turnComplete, after: .seconds(1))
            }
            client(.text("What is the weather like?"), after: .seconds(1))
            server(.toolCall("get_weather"), after: .milliseconds(300))
            client(.toolResponse(["celsius": "21"]), after: .milliseconds(640))
            server(.audio(.seconds(1), speed: 8), after: .milliseconds(580) - .microseconds(12_500))
            server(.turnComplete, after: .seconds(1))
            client(.text("Thank you"), after: .seconds(1))
            server(.audio(.seconds(3), speed: 8), after: .milliseconds(910) - .microseconds(12_500))
            client(.content("Stop"), after: .milliseconds(200))
            server(.interrupted, after: .milliseconds(130))
            server(.turnComplete)
            client(.close(1000), after: .seconds(1))
        }
        let state = script.folded()
        expect(values(.setup, nil, of: state), [430], "setup")
        expect(values(.response, .clientVAD, of: state), [700, 700, 850, 850], "response by client activity")
        expect(values(.bargeIn, .clientVAD, of: state), [350, 425], "barge-in by client activity")
        expect(values(.tool, nil, of: state), [640], "tool")
        // After a tool's response the answer is counted from there; from the user's end it holds the tool's time too.
        expect(values(.response, .tool, of: state), [580], "response to a tool")
        expect(values(.response, .text, of: state), [910], "response to text")
        let turn = try #require(state.turns.recent.first { $0.toolCalls > 0 })
        expect(turn.responses.filter { $0.anchor == .text }.map(\.duration.milliseconds), [1_520], "kept beside it")
        expectSilence(of: turn, [(.model, 300), (.tool, 640), (.model, 580)])
        #expect(try #require(state.metrics.statistics(for: .response, anchor: .text)).count == 1)
        expect(values(.bargeIn, .text, of: state), [130], "barge-in by text")
        // What was delivered, less the time since the first of it: 100 ms of audio come every 12.5 ms.
        let backlogs: [Double] = [4_000 - 1_337.5, 4_000 - 1_412.5, 3_000 - 692.5]
        expect(values(.backlog, nil, of: state), backlogs, "backlog")
    }

    /// A model whose tools do not block ends the turn with the call; another turn says what came of it.
    @Test func `a tool's response answered in a turn of its own`() throws {
        let script = Script {
            client(.setup(SetupLine(functions: ["get_weather"])))
            server(.setupComplete, after: .milliseconds(200))
            client(.text("Hello"), after: .seconds(1))
            server(.audio(.seconds(1), speed: 8), after: .milliseconds(500))
            server(.turnComplete, after: .seconds(1))
            client(.text("What is the weather like?"), after: .seconds(1))
            server(.toolCall("get_weather"), after: .milliseconds(310))
            server(.turnComplete, after: .milliseconds(20))
            client(.toolResponse(["celsius": "21"]), after: .milliseconds(450))
            server(.audio(.seconds(1), speed: 8), after: .milliseconds(600) - .microseconds(12_500))
            server(.turnComplete, after: .seconds(1))
            client(.close(1000), after: .seconds(1))
        }
        let turn = try #require(script.folded().turns.recent.last)
        #expect(turn.response?.anchor == .tool)
        expect(turn.response.map { [$0.duration.milliseconds] } ?? [], [600], "from the tool's response")
        expectSilence(of: turn, [(.model, 310), (.tool, 470), (.model, 600)])
    }

    /// The parts of the silence before the model's first sound, in milliseconds; they add up to the whole.
    private func expectSilence(of turn: Turn, _ truth: [(name: TurnSegment.Name, milliseconds: Double)]) {
        let parts = turn.segments.filter { $0.name != .leadingSilence }
        #expect(parts.map(\.name) == truth.map(\.name))
        expect(parts.map(\.duration.milliseconds), truth.map(\.milliseconds), "parts of the silence")
        #expect(turn.segments.reduce(Duration.zero) { $0 + $1.duration } == turn.perceivedGap)
    }

    /// The server says at which sample of the input the user began and ended; that sample's arrival is the anchor.
    @Test(arguments: [20, 40, 100]) func `server activity, mapped to the arrival of its sample`(chunk: Int) throws {
        var call = Timeline()
        call.client(.setup(SetupLine()), at: .zero)
        call.server(.setupComplete, at: .milliseconds(200))
        let hiss = (0..<192_000).map { (index: Int) -> Int16 in Int16(index * 7_919 % 7 - 3) }
        call.client(.audio(.samples(hiss, chunk: .milliseconds(chunk))), at: .seconds(1))
        // Speech from 2.000 to 3.500 s of the input, thus from 3.0 to 4.5 s of the call.
        call.server(.voiceActivity(isStart: true, offset: .milliseconds(2_000)), at: .milliseconds(3_250))
        call.server(.voiceActivity(isStart: false, offset: .milliseconds(3_500)), at: .milliseconds(5_000))
        call.server(.audio(.seconds(6)), at: .milliseconds(5_420))
        call.server(.voiceActivity(isStart: true, offset: .milliseconds(6_000)), at: .milliseconds(7_150))
        call.server(.interrupted, at: .milliseconds(7_310))
        call.server(.turnComplete, at: .milliseconds(7_320))
        call.client(.close(1000), at: .seconds(14))
        let state = call.script.folded()
        let response = try #require(state.turns.recent.last?.responses.first { $0.anchor == .serverVAD })
        #expect(abs(response.duration.milliseconds - 920) <= 5)
        let bargeIn = try #require(state.interruptions.recent.last?.detections.first { $0.anchor == .serverVAD })
        #expect(abs(bargeIn.duration.milliseconds - 310) <= 5)
    }
}
