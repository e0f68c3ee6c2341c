import LiveProtocol
import SessionModel
import Testing

/// Live Interactions as sessions: the messages are those of google-genai 3.6.1 (`docs/protocol.md#live-interactions`).
@Suite struct InteractionTests {
    private static let second = Base64.encode([UInt8](repeating: 0, count: 48_000))

    private func call(_ number: UInt64 = 1, start: Double = 0, id: String? = "int_1") -> Call {
        var call = Call(number, start: start, method: .liveInteractions)
        if let id {
            call.client(#"{"event_type":"interaction.connect","id":"\#(id)"}"#)
            call.server(#"{"event_type":"interaction.connected"}"#, after: 0.3)
        }
        return call
    }

    private func answer(_ call: inout Call, index: Int = 0, usage: String? = nil) {
        call.server(#"{"event_type":"step.start","index":\#(index),"step":{"type":"model_output"}}"#, after: 1)
        let delta =
            #"{"type":"audio","data":"\#(Self.second)","mime_type":"audio/pcm","sample_rate":24000,"channels":1}"#
        call.server(#"{"event_type":"step.delta","index":\#(index),"delta":\#(delta),"event_id":"e\#(index)"}"#)
        call.server(
            #"{"events":[{"event_type":"step.delta","index":\#(index),"delta":{"type":"text","text":"Hello."}}]}"#)
        let counts = usage.map { #","usage":\#($0)"# } ?? ""
        call.server(#"{"event_type":"step.stop","index":\#(index)\#(counts)}"#, after: 1)
    }

    private func facts(_ call: Call) -> [ServerFact] {
        call.live.compactMap { if case .server(let fact) = $0.kind { fact } else { nil } }
    }

    private func drift(_ call: Call) -> [String] {
        call.live.compactMap { if case .unknownField(_, let path) = $0.kind { path } else { nil } }
    }

    @Test func `a call has its turns, texts, audio and ends`() throws {
        var call = call()
        call.client(#"{"event_type":"input","content":[{"type":"text","text":"Hi there"}]}"#, after: 1)
        answer(&call)
        call.client(#"{"event_type":"interaction.complete"}"#)
        call.server(#"{"event_type":"interaction.completed","status":{"code":0},"created":"2026-11-28T10:00:00Z"}"#)
        call.close(.client)
        let state = call.state
        #expect(drift(call) == [])
        #expect(state.turns.count == 1)
        let turn = try #require(state.turns.recent.last)
        #expect(turn.userText.value == "Hi there")
        #expect(turn.modelText.value == "Hello.")
        #expect(turn.audioDuration == .seconds(1))
        #expect(turn.completedAt == .seconds(3.3))
        #expect(turn.response?.duration == .seconds(1))
        #expect(state.connections[0].setupCompleteAt == .seconds(0.3))
        #expect(state.drift.undecodable == 0)
        #expect(state.contents == [.audio, .text])
    }

    @Test func `audio of the client has the rate that stands beside its type`() {
        var call = call()
        let data = Base64.encode([UInt8](repeating: 0, count: 640))
        for _ in 0..<3 {
            call.client(
                #"{"event_type":"input","content":[{"type":"audio","data":"\#(data)","mime_type":"audio/pcm","sample_rate":16000}]}"#
            )
        }
        let chunks = call.live.compactMap { if case .client(.audio(let chunk)) = $0.kind { chunk } else { nil } }
        #expect(chunks.map(\.duration) == Array(repeating: .milliseconds(20), count: 3))
        #expect(chunks.allSatisfy { $0.format?.isRateDeclared == true })
        let digests = call.live.compactMap {
            if case .message(.clientToServer, let digest) = $0.kind { digest.text } else { nil }
        }
        #expect(digests == ["int_1", "20 ms", "20 ms", "20 ms"])
    }

    @Test func `counts of the interaction become those of its turns, over all its connections`() throws {
        var first = call()
        answer(&first, usage: usage(100, 20))
        answer(&first, index: 1, usage: usage(250, 50))
        first.server(#"{"event_type":"reconnection_required"}"#)
        first.close()
        var second = call(2, start: 20)
        answer(&second, index: 2, usage: usage(450, 90))
        second.server(#"{"event_type":"interaction.completed","status":{"code":0},"usage":\#(usage(450, 90))}"#)
        second.close(.client)
        let fleet = Fleet(folding: [first, second])
        #expect(fleet.sessions.count == 1)
        let session = try #require(fleet.sessions.first)
        #expect(session.connectionCount == 2)
        #expect(session.connections[0].goAway != nil)
        #expect(session.turns.count == 3)
        #expect(session.tokens.billedInput.audio == 450)
        #expect(session.tokens.billedOutput.text == 90)
        #expect(session.tokens.turns.map(\.input.total) == [100, 150, 200])
        #expect(session.tokens.context == 240)
    }

    private func usage(_ input: Int, _ output: Int) -> String {
        #"{"total_input_tokens":\#(input),"total_output_tokens":\#(output),"total_tokens":\#(input + output),"input_tokens_by_modality":[{"modality":"audio","tokens":\#(input)}],"output_tokens_by_modality":[{"modality":"text","tokens":\#(output)}]}"#
    }

    @Test func `connections of different interactions are different sessions`() {
        var created = call(3, start: 40, id: nil)
        created.client(#"{"event_type":"interaction.create","model":"gemini-3.8-live"}"#)
        created.server(#"{"event_type":"interaction.created","interaction_id":"int_3"}"#)
        let calls = [call(), call(2, start: 20, id: "int_2"), created, call(4, start: 60, id: "int_3")]
        let fleet = Fleet(folding: calls)
        #expect(fleet.sessions.map(\.connectionCount) == [1, 1, 2])
        #expect(fleet.sessions.last?.setup?.model == "gemini-3.8-live")
        #expect(fleet.sessions.last?.tokens.limit?.tokens == 131_072)
    }

    @Test func `a function's arguments come in pieces and its result from the client`() throws {
        var call = call()
        call.server(
            #"{"event_type":"step.start","index":0,"step":{"type":"function_call","id":"c1","name":"weather","arguments":{}}}"#
        )
        for piece in [#"{\"city\":"#, #" \"Berlin\"}"#] {
            call.server(
                #"{"event_type":"step.delta","index":0,"delta":{"type":"arguments_delta","arguments":"\#(piece)"}}"#)
        }
        #expect(call.state.tools.count == 0)
        call.server(#"{"event_type":"step.stop","index":0}"#)
        #expect(call.state.tools.pending.map(\.arguments) == [#"{"city": "Berlin"}"#])
        call.client(
            #"{"event_type":"input","content":[{"type":"function_result","call_id":"c1","name":"weather","result":{"c":21}}]}"#,
            after: 0.5)
        answer(&call, index: 1)
        let state = call.state
        #expect(drift(call) == [])
        #expect(state.tools.pending == [])
        let tool = try #require(state.tools.recent.last)
        #expect((tool.name, tool.outcome, tool.duration) == ("weather", .answered, .milliseconds(500)))
        #expect(state.turns.count == 1)
    }

    @Test func `tools of the service are tools that nobody waits for`() throws {
        var call = call()
        call.server(
            #"{"event_type":"step.start","index":0,"step":{"type":"google_search_call","id":"s1","arguments":{"queries":["x"]}}}"#
        )
        call.server(#"{"event_type":"step.stop","index":0}"#)
        call.server(
            #"{"event_type":"step.start","index":1,"step":{"type":"google_search_result","call_id":"s1","result":[]}}"#,
            after: 2)
        call.server(#"{"event_type":"step.stop","index":1}"#)
        call.server(
            #"{"event_type":"step.start","index":2,"step":{"type":"mcp_server_tool_call","id":"m1","name":"f","server_name":"srv","arguments":{}}}"#
        )
        answer(&call, index: 3)
        let state = call.state
        #expect(drift(call) == [])
        #expect(state.tools.count == 0)
        let search = try #require(state.tools.service.first)
        #expect((search.name, search.outcome, search.duration) == ("google_search", .answered, .seconds(2)))
        #expect(state.turns.recent.last?.tools.map(\.name) == ["google_search"])
        #expect(state.turns.recent.last?.toolCalls == 0)
    }

    @Test func `what the user said comes back, and interrupts`() throws {
        var call = call()
        call.server(#"{"event_type":"step.start","index":0,"step":{"type":"model_output"}}"#)
        call.server(#"{"event_type":"step.delta","index":0,"delta":{"type":"text","text":"Once upon"}}"#)
        call.server(
            #"{"event_type":"step.start","index":1,"step":{"type":"user_input","content":[{"type":"text","text":"Stop"}]}}"#
        )
        call.server(#"{"event_type":"step.stop","index":0}"#)
        let found = facts(call).dropFirst()
        #expect(
            Array(found) == [
                .text("Once upon"), .interrupted, .inputTranscription(Transcription(text: "Stop")), .generationComplete,
                .turnComplete(reason: nil),
            ])
        #expect(call.state.turns.interruptions == 1)
    }

    @Test(arguments: [
        (#"{"event_type":"novelty"}"#, "event_type.novelty"),
        (#"{"event_type":"step.delta","index":0,"delta":{"type":"smell"}}"#, "step.type.smell"),
        (#"{"event_type":"step.start","index":0,"step":{"type":"dream"}}"#, "step.type.dream"),
        (#"{"event_type":"step.stop","index":0,"novelty":1}"#, "step.stop.novelty"),
        (#"{"event_type":"interaction.completed","usage":{"novelty":1}}"#, "usage.novelty"),
    ])
    func `what nobody knows is counted`(message: String, path: String) {
        var call = call()
        call.server(message)
        #expect(drift(call) == [path])
    }

    @Test func `an error is what the service says`() {
        var call = call()
        call.server(#"{"event_type":"error","error":{"code":"not_found","message":"No such interaction"}}"#)
        call.server(#"{"event_type":"interaction.completed","status":{"code":13,"message":"Internal"}}"#)
        let errors = facts(call).compactMap { if case .error(let error) = $0 { error } else { nil } }
        #expect(
            errors == [
                ServerError(code: nil, message: "No such interaction", status: "not_found"),
                ServerError(code: 13, message: "Internal", status: nil),
            ])
    }

    @Test func `messages of a conversation that is not read are counted by their names`() {
        var call = Call(method: .unknown)
        for _ in 0..<3 { call.client(#"{"type":"session.update","session":{}}"#) }
        call.server(#"{"event_type":"novelty"}"#)
        call.server(#"{"hello":1}"#)
        call.server("plain")
        let undecoded = call.state.undecoded
        #expect(undecoded.sorted.map(\.kind) == ["session.update", "hello", "novelty", "text"])
        #expect(undecoded.sorted.map(\.count) == [3, 1, 1, 1])
        #expect(undecoded.messages == 6)
        #expect(self.call().state.undecoded.isEmpty)
    }
}
