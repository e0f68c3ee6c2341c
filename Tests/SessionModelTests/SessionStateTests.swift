import LiveProtocol
import SessionModel
import Testing

@Suite struct SessionStateTests {
    @Test func `activity follows the conversation`() {
        var call = Call(isUpgraded: false)
        func activity() -> SessionActivity { call.state.activity(at: call.at) }
        #expect(activity() == .connecting)
        call.append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())))
        #expect(activity() == .connecting)
        call.begin()
        #expect(activity() == .listening)
        call.client(#"{"realtimeInput":{"activityStart":{}}}"#)
        #expect(activity() == .listening)
        call.client(#"{"realtimeInput":{"activityEnd":{}}}"#)
        #expect(activity() == .thinking)
        call.speak(milliseconds: 2_000)
        #expect(activity() == .speaking)
        call.server(#"{"toolCall":{"functionCalls":[{"id":"1","name":"f"}]}}"#)
        #expect(activity() == .tool)
        call.client(#"{"toolResponse":{"functionResponses":[{"id":"1","name":"f","response":{}}]}}"#)
        #expect(activity() == .thinking)
        call.speak(milliseconds: 2_000)
        call.completeTurn()
        #expect(activity() == .speaking)
        call.wait(5)
        #expect(activity() == .listening)
        call.server(#"{"goAway":{"timeLeft":"10s"}}"#)
        #expect(activity() == .closing)
        call.close()
        #expect(activity() == .closed)
    }

    @Test func `text that interrupts is awaited through the end of the interrupted turn`() {
        var call = Call()
        call.begin()
        call.speak(milliseconds: 5_000)
        call.client(#"{"clientContent":{"turns":[{"parts":[{"text":"stop"}]}],"turnComplete":true}}"#)
        call.server(#"{"serverContent":{"interrupted":true}}"#)
        call.completeTurn()
        #expect(call.state.activity(at: call.at) == .thinking)
    }

    @Test func `a conversation that is not decoded listens once it is open`() {
        let call = Call(method: .unknown)
        #expect(call.state.activity(at: call.at) == .listening)
    }

    @Test func `the summary says what is known and leaves out what is not`() {
        let empty = Call(7, isUpgraded: false).state.summary(at: .seconds(1))
        #expect(empty.model == nil && empty.usedTokens == nil && empty.limitTokens == nil && empty.closure == nil)
        #expect(empty.connectionSince == nil && empty.closedAt == nil)

        var call = Call(7, start: 100, tag: "demo")
        call.begin(model: "models/gemini-9-experimental-native-audio")
        call.speak(milliseconds: 40, after: 1)
        call.completeTurn(usage: #"{"promptTokenCount":10,"responseTokenCount":5}"#)
        call.server(#"{"goAway":{"timeLeft":"10s"}}"#)
        let open = call.state.summary(at: .seconds(102))
        #expect(open.tag == "demo")
        #expect(open.model == "gemini-9-experimental-native-audio")
        #expect(open.openedAt == .seconds(100))
        #expect(open.goAwayDeadline == .seconds(111))
        #expect(open.usedTokens == 15)
        #expect(open.limitTokens == 131_072 && open.isLimitAssumed)
        #expect(open.frames == 5)
        #expect(open.turns == 1)
        #expect(open.framesPerSecond == 5.0 / 4)

        call.append(.captureGap(CaptureGap(frames: 3, bytes: 9, cause: .tapFull)))
        call.close(.transport, code: nil, after: 8)
        let closed = call.state.summary(at: .seconds(500))
        #expect(closed.activity == .closed)
        #expect(closed.closedAt == .seconds(109))
        #expect(closed.closure?.by == .transport)
        #expect(closed.framesPerSecond == nil && closed.goAwayDeadline == nil)
        #expect(closed.droppedFrames == 3)
    }

    @Test func `drift and broken messages are counted, not lost`() {
        var call = Call()
        call.server(#"{"surprise":1}"#)
        call.server(#"{"surprise":1,"other":2}"#)
        call.server("garbage")
        let drift = call.state.drift
        #expect(drift.paths == ["surprise": 2, "other": 1])
        #expect(drift.unknownFields == 3)
        #expect(drift.undecodable == 1)
    }

    @Test func `rates are those of the last whole seconds`() {
        var call = Call(start: 1_000)
        for _ in 0..<100 { call.client("{}", after: 0.1) }
        let traffic = call.state.traffic
        #expect(traffic.framesPerSecond(at: .seconds(1_009)) == 10)
        #expect(traffic.bytesPerSecond(at: .seconds(1_009)) == 20)
        #expect(traffic.framesPerSecond(at: .seconds(1_100)) == 0)
        #expect(traffic.up.frames == 100 && traffic.up.messages == 100 && traffic.down.frames == 0)
    }

    @Test func `settings show what was asked for and which defaults hold`() throws {
        var call = Call()
        call.client(#"{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"temperature":1.0}}}"#)
        let setup = try #require(call.state.setup)
        #expect(setup.model == "gemini-3.8-live")
        let settings = Dictionary(uniqueKeysWithValues: setup.settings.map { ($0.name, $0) })
        #expect(settings["temperature"]?.value == "1")
        #expect(settings["temperature"]?.isDefault == false)
        #expect(settings["voice"]?.isDefault == true)
        #expect(settings["server VAD"]?.value == "on")
        #expect(settings["seed"] == nil)
    }

    @Test func `megabytes in one field do not stay in the state`() throws {
        let long = String(repeating: "x", count: 1 << 20)
        var call = Call()
        call.client(
            #"{"setup":{"model":"\#(long)","systemInstruction":"\#(long)","tools":[{"functionDeclarations":[{"name":"\#(long)"}]}]}}"#
        )
        call.server(#"{"toolCall":{"functionCalls":[{"id":"\#(long)","name":"\#(long)"}]},"\#(long)":1}"#)
        call.server(#"{"serverContent":{"outputTranscription":{"text":"\#(long)"},"turnCompleteReason":"\#(long)"}}"#)
        // Most of it is the table of models.
        #expect(String(describing: call.state).utf8.count < 72_000)
        #expect(call.state.setup?.systemInstructionLength == 1 << 20)
        call.client(#"{"toolResponse":{"functionResponses":[{"id":"\#(long)","name":"f"}]}}"#)
        #expect(call.state.tools.recent.map(\.outcome) == [.answered])
    }

    @Test func `resumption readiness follows the updates`() {
        var call = Call()
        call.begin()
        #expect(call.state.resumption.isResumable == nil)
        call.server(#"{"sessionResumptionUpdate":{"newHandle":"h:1","resumable":true}}"#, after: 1)
        call.server(#"{"sessionResumptionUpdate":{}}"#, after: 1)
        let resumption = call.state.resumption
        #expect(resumption.handle == "h:1")
        #expect(resumption.handleAt == .seconds(1))
        #expect(resumption.isResumable == false)
        #expect(resumption.updates == 2)
    }
}
