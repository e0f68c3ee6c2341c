import LiveProtocol
import SessionModel
import Testing

@Suite struct LiveDecoderTests {
    private func kinds(_ write: (inout Call) -> Void, method: Endpoint.Method = .bidiGenerateContent) -> [LiveEvent
        .Kind]
    {
        var call = Call(method: method)
        let opening = call.live.count
        write(&call)
        return call.live.dropFirst(opening).map(\.kind)
    }

    private func facts(_ json: String) -> [ServerFact] {
        kinds { $0.server(json) }.compactMap { if case .server(let fact) = $0 { fact } else { nil } }
    }

    @Test func `a message is its frame, its digest and its facts, at one instant`() throws {
        var call = Call()
        call.client(#"{"realtimeInput":{"text":"hi"}}"#, after: 2)
        let events = call.live.suffix(3)
        #expect(events.allSatisfy { $0.at == .seconds(2) && $0.sequence == 1 })
        var content = MessageKinds()
        content.insert(.realtimeText)
        #expect(
            events.map(\.kind) == [
                .frame(.clientToServer, .text, byteCount: 31),
                .message(.clientToServer, MessageDigest(kinds: content, byteCount: 31, text: "hi")),
                .client(.text("hi")),
            ]
        )
    }

    @Test func `an interruption comes before the audio that shares its message`() {
        let json = """
            {"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"AAAA"}}]},\
            "turnComplete":true,"interrupted":true},"usageMetadata":{"promptTokenCount":9}}
            """
        let chunk = AudioChunk(format: AudioFormat(rate: 24_000), byteCount: 3, base64: Array("AAAA".utf8)[...])
        #expect(
            facts(json) == [
                .interrupted, .audio(chunk), .usage(UsageMetadata(prompt: 9)), .turnComplete(reason: nil),
            ]
        )
    }

    @Test func `arguments that come in pieces are told with what there is of them`() {
        func message(_ call: String) -> String { #"{"toolCall":{"functionCalls":[\#(call)]}}"# }
        let events = kinds { call in
            call.server(
                message(
                    #"{"id":"1","name":"f","partialArgs":[{"jsonPath":"$.city","stringValue":"Ber","willContinue":true}],"willContinue":true}"#
                ))
            call.server(
                message(
                    #"{"id":"1","name":"f","partialArgs":[{"jsonPath":"$.city","stringValue":"lin"}],"willContinue":true}"#
                ))
            call.server(message(#"{"id":"1","name":"f"}"#))
            call.server(message(#"{"id":"1","name":"f","args":{"x":1}}"#))
        }
        let arguments = events.compactMap { if case .server(.toolCall(let call)) = $0 { call.arguments } else { nil } }
        #expect(arguments == [#"{"city":"Ber"}"#, #"{"city":"Berlin"}"#, #"{"city":"Berlin"}"#, #"{"x":1}"#])
    }

    @Test func `tools that the service runs are facts of their own`() {
        let json = """
            {"serverContent":{"modelTurn":{"parts":[{"toolCall":{"id":"s","toolType":"GOOGLE_MAPS","args":{}}},\
            {"toolResponse":{"id":"s","toolType":"GOOGLE_MAPS","response":{"a":1}}}]}}}
            """
        #expect(
            facts(json) == [
                .serviceCall(ServiceCall(id: "s", name: "GOOGLE_MAPS", arguments: "{}")),
                .serviceResult(ServiceResult(id: "s", name: "GOOGLE_MAPS", response: #"{"a":1}"#)),
            ])
    }

    @Test func `every field of a bundled message becomes a fact`() {
        let json = """
            {"setupComplete":{},"serverContent":{"modelTurn":{"parts":[{"text":"a"},{"text":"b","thought":true}]},\
            "generationComplete":true,"outputTranscription":{"text":"c"},"inputTranscription":{"text":"d"}},\
            "toolCall":{"functionCalls":[{"id":"1","name":"f"},{"id":"2","name":"g"}]},\
            "toolCallCancellation":{"ids":["1"]},"goAway":{"timeLeft":"5s"},\
            "sessionResumptionUpdate":{"resumable":false}}
            """
        #expect(
            facts(json) == [
                .setupComplete(SetupComplete()), .inputTranscription(Transcription(text: "d")), .text("a"),
                .thought("b"), .outputTranscription(Transcription(text: "c")),
                .toolCall(FunctionCall(id: "1", name: "f")), .toolCall(FunctionCall(id: "2", name: "g")),
                .toolCallCancellation(["1"]), .generationComplete, .goAway(GoAway(timeLeft: .seconds(5))),
                .resumptionUpdate(SessionResumptionUpdate()),
            ]
        )
    }

    @Test func `JSON is JSON in a binary frame and in fragments`() {
        let json = Array(#"{"serverContent":{"turnComplete":true}}"#.utf8)
        let found = kinds { call in
            call.append(.frame(.serverToClient, Frame(.binary, Array(json[..<5]), isFinal: false)))
            call.append(.frame(.serverToClient, Frame(.ping, [1])))
            call.append(.frame(.serverToClient, Frame(.continuation, Array(json[5...]))))
        }
        #expect(found.contains(.server(.turnComplete(reason: nil))))
        #expect(found.contains(.frame(.serverToClient, .ping, byteCount: 1)))
    }

    @Test func `several chunks and marks in one client message are several facts`() {
        let json = """
            {"realtime_input":{"activity_start":{},"media_chunks":[{"mime_type":"audio/pcm;rate=16000","data":"AAAA"},\
            {"mime_type":"image/png","data":"AAAAAAAA"}],"activity_end":{},"audio_stream_end":true}}
            """
        let chunk = AudioChunk(
            format: AudioFormat(rate: 16_000), byteCount: 3, isLegacy: true, base64: Array("AAAA".utf8)[...])
        #expect(
            kinds { $0.client(json) }.dropFirst(2) == [
                .client(.activityStart), .client(.audio(chunk)),
                .client(.video(VideoFrame(mimeType: "image/png", byteCount: 6))), .client(.activityEnd),
                .client(.audioStreamEnd),
            ]
        )
    }

    @Test(arguments: [
        ("hello", "not JSON: expected a value", 0), (#"{"a":}"#, "not JSON: expected a value", 5),
        ("[1]", "the message is JSON but not an object", 0),
    ])
    func `what cannot be read is said with its place`(text: String, reason: String, offset: Int) {
        #expect(kinds { $0.server(text) }.last == .undecodable(.serverToClient, reason: reason, byteOffset: offset))
    }

    @Test func `what is not known is an event of its own and the rest is read`() {
        let found = kinds { $0.server(#"{"surprise":1,"goAway":{"timeLeft":"1s"}}"#) }
        #expect(found.contains(.unknownField(.serverToClient, path: "surprise")))
        #expect(found.contains(.server(.goAway(GoAway(timeLeft: .seconds(1))))))
    }

    @Test func `a message that capture cut says how much is missing`() {
        var frame = Frame(opcode: .text, byteCount: 100, payload: Array(#"{"setupComp"#.utf8))
        frame.isCut = true
        let found = kinds { $0.append(.frame(.serverToClient, frame)) }
        #expect(
            found.last
                == .undecodable(.serverToClient, reason: "only 11 of 100 bytes were captured", byteOffset: 1)
        )
    }

    @Test func `a message that capture left out is no fault`() {
        let found = kinds { $0.append(.frame(.serverToClient, Frame(opcode: .text, byteCount: 100, payload: nil))) }
        #expect(
            found == [
                .frame(.serverToClient, .text, byteCount: 100),
                .message(
                    .serverToClient, MessageDigest(kinds: MessageKinds(), byteCount: 100, text: "not captured")),
            ]
        )
    }

    @Test func `emptied media keeps its length`() throws {
        let payload = Array(#"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":""}}}"#.utf8)
        let frame = Frame(opcode: .text, byteCount: payload.count + 1_708, payload: payload)
        let found = kinds { $0.append(.frame(.clientToServer, frame)) }
        let chunk = AudioChunk(format: AudioFormat(rate: 16_000), byteCount: 1_281)
        #expect(found.last == .client(.audio(chunk)))
    }

    @Test func `a close frame is an event with code and reason`() {
        let found = kinds { $0.append(.frame(.serverToClient, Frame(.close, [0x03, 0xF3] + Array("Internal".utf8)))) }
        #expect(found.last == .closeFrame(.serverToClient, CloseCode(rawValue: 1011), reason: "Internal"))
    }

    @Test func `a connection that closes inside a message says so`() {
        let found = kinds { call in
            call.append(.frame(.clientToServer, Frame(.text, [0x7B], isFinal: false)))
            call.close()
        }
        #expect(
            found.contains(
                .undecodable(.clientToServer, reason: "the connection closed inside a message", byteOffset: nil)))
    }

    @Test func `music is prompts, settings and chunks outside of turns`() {
        var config = MusicGenerationConfig()
        (config.bpm, config.scale) = (90, "C_MAJOR_A_MINOR")
        let stereo = AudioFormat(rate: 48_000, channels: 2)
        let chunk = AudioChunk(format: stereo, byteCount: 6, base64: Array("AAAAAAAA".utf8)[...])
        let found = kinds(Self.playMusic, method: .bidiGenerateMusic)
        #expect(
            found.filter { if case .client = $0 { true } else { false } } == [
                .client(.musicPrompts([WeightedPrompt(text: "techno", weight: 0.5), WeightedPrompt(text: "piano")])),
                .client(.musicConfig(config)), .client(.playbackControl("PLAY")),
            ])
        #expect(
            found.filter { if case .server = $0 { true } else { false } } == [
                .server(.music(chunk)), .server(.music(chunk)),
                .server(.filteredPrompt(FilteredPrompt(text: "techno", reason: "unsafe"))),
                .server(.warning("slow down")),
            ])
        #expect(!found.contains { if case .unknownField = $0 { true } else { false } })
        #expect(
            digests(found) == [
                "techno × 0.5 · piano", "bpm 90 · scale C_MAJOR_A_MINOR", "PLAY", "0 ms", "techno · unsafe",
                "slow down",
            ])
    }

    @Test func `music is no turn and has neither latency nor a limit`() {
        var call = Call(method: .bidiGenerateMusic)
        call.client(#"{"setup":{"model":"models/lyria-realtime-exp"}}"#)
        call.server(#"{"setupComplete":{}}"#)
        Self.playMusic(&call)
        #expect(call.state.turns.recent.isEmpty && call.state.turns.current == nil)
        #expect(call.state.drift.unknownFields == 0 && call.state.drift.undecodable == 0)
        #expect(call.state.setup?.settings.map(\.name) == ["model"])
        #expect(call.state.setup?.model == "lyria-realtime-exp")
        let summary = call.state.summary(at: call.at)
        #expect(summary.activity == .listening && summary.limitTokens == nil && call.state.cap.limit == nil)
    }

    private static func playMusic(_ call: inout Call) {
        call.client(#"{"clientContent":{"weightedPrompts":[{"text":"techno","weight":0.5},{"text":"piano"}]}}"#)
        call.client(#"{"musicGenerationConfig":{"bpm":90,"scale":"C_MAJOR_A_MINOR"}}"#)
        call.client(#"{"playbackControl":"PLAY"}"#)
        let chunk = #"{"data":"AAAAAAAA","mimeType":"audio/l16;rate=48000;channels=2"}"#
        call.server(#"{"serverContent":{"audioChunks":[\#(chunk),\#(chunk)]}}"#)
        call.server(#"{"filteredPrompt":{"text":"techno","filteredReason":"unsafe"}}"#)
        call.server(#"{"warning":"slow down"}"#)
    }

    @Test func `conversations livetop does not know are counted, not read`() {
        let found = kinds({ $0.client(#"{"setup":{"model":"m"}}"#) }, method: .unknown)
        #expect(
            found == [
                .frame(.clientToServer, .text, byteCount: 23), .undecoded(.clientToServer, kind: "setup"),
            ])
    }

    @Test(arguments: [
        (#"{"setup":{"model":"models/m","generationConfig":{"responseModalities":["AUDIO"]}}}"#, "models/m · AUDIO"),
        (#"{"clientContent":{"turns":[{"parts":[{"text":"one\ntwo"}]}]}}"#, "one two"),
        (#"{"realtimeInput":{"text":"\u202Eevil\u001b[2J"}}"#, "evil [2J"),
        (#"{"toolResponse":{"functionResponses":[{"name":"f","response":{"a":1}}]}}"#, #"f → {"a":1}"#),
        (#"{"realtimeInput":{"video":{"mimeType":"image/png","data":"AAAA"}}}"#, "image/png 3 bytes"),
    ])
    func `the digest of a client message is one safe line`(json: String, text: String) {
        #expect(digest(kinds { $0.client(json) }) == text)
    }

    @Test(arguments: [
        (#"{"goAway":{"timeLeft":"9.5s"}}"#, "9.5 s left"),
        (#"{"toolCall":{"functionCalls":[{"name":"f","args":{"a":1}}]}}"#, #"f({"a":1})"#),
        (
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm","data":"AAAA"}}]},"outputTranscription":{"text":"Hi"}}}"#,
            "0 ms · Hi"
        ),
    ])
    func `the digest of a server message is one safe line`(json: String, text: String) {
        #expect(digest(kinds { $0.server(json) }) == text)
    }

    @Test func `a digest is cut at two hundred characters`() {
        let text = digest(
            kinds { $0.client(#"{"realtimeInput":{"text":"\#(String(repeating: "ü", count: 9_999))"}}"#) })
        #expect(text?.count == 200)
        #expect(text?.last == "…")
    }

    private func digest(_ kinds: [LiveEvent.Kind]) -> String? { digests(kinds).first }

    private func digests(_ kinds: [LiveEvent.Kind]) -> [String] {
        kinds.compactMap { if case .message(_, let digest) = $0 { digest.text } else { nil } }
    }
}
