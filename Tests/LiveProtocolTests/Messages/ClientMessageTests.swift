import LiveProtocol
import Testing

@Suite struct ClientMessageTests {
    private func read(_ text: String) throws -> (message: ClientMessage, drift: [String]) {
        var reader = MessageReader()
        let message = reader.clientMessage(try JSONDocument(Array(text.utf8)))
        return (message, reader.drift)
    }

    @Test(arguments: [MessageFixtures.pythonSetup, MessageFixtures.javaScriptSetup])
    func `a setup is read whatever SDK wrote it`(text: String) throws {
        let (message, drift) = try read(text)
        let setup = try #require(message.setup)
        #expect(drift == [])
        #expect(setup.model == "models/gemini-live-2.5-flash-preview")
        #expect(setup.systemInstruction == "Be brief.")
        #expect(
            setup.tools == [
                .function(name: "get_weather", behavior: "NON_BLOCKING"), .function(name: "stop", behavior: nil),
                .builtIn("googleSearch"),
            ]
        )
        #expect(setup.activityHandling == "NO_INTERRUPTION")
        #expect(setup.turnCoverage == "TURN_INCLUDES_ALL_INPUT")
        #expect(setup.resumption == SessionResumptionRequest(handle: "h:0123"))
        #expect(setup.compression?.triggerTokens == 32_000)
        #expect(setup.compression?.targetTokens == 16_000)
        #expect(setup.inputTranscription?.languageCodes == ["de-DE"])
        #expect(setup.outputTranscription != nil)
        #expect(setup.proactiveAudio == true)
        #expect(setup.initialHistoryInClientContent == true)
    }

    @Test(arguments: [MessageFixtures.pythonSetup, MessageFixtures.javaScriptSetup])
    func `the generation config is read in both spellings`(text: String) throws {
        let generation = try #require(try read(text).message.setup).generation
        #expect(generation.responseModalities == ["AUDIO"])
        #expect(generation.temperature == 0.4)
        #expect(generation.topP == 0.9)
        #expect(generation.topK == 40)
        #expect(generation.maxOutputTokens == 8_192)
        #expect(generation.seed == 7)
        #expect(generation.voice == "Kore")
        #expect(generation.languageCode == "de-DE")
        #expect(generation.mediaResolution == "MEDIA_RESOLUTION_LOW")
        #expect(generation.includeThoughts == true)
        #expect(generation.thinkingBudget == -1)
        #expect(generation.enableAffectiveDialog == true)
    }

    @Test(arguments: [MessageFixtures.pythonSetup, MessageFixtures.javaScriptSetup])
    func `voice activity detection is read in both spellings`(text: String) throws {
        let detection = try #require(try read(text).message.setup?.activityDetection)
        #expect(detection.isDisabled == false)
        #expect(detection.startSensitivity == "START_SENSITIVITY_HIGH")
        #expect(detection.endSensitivity == "END_SENSITIVITY_LOW")
        #expect(detection.prefixPaddingMs == 20)
        #expect(detection.silenceDurationMs == 100)
    }

    @Test func `an absent field is nil and an empty object is presence`() throws {
        let setup = try #require(
            try read(#"{"setup":{"sessionResumption":{},"outputAudioTranscription":{}}}"#).message.setup)
        #expect(setup.model == nil)
        #expect(setup.resumption == SessionResumptionRequest())
        #expect(setup.outputTranscription == TranscriptionConfig())
        #expect(setup.inputTranscription == nil)
        #expect(setup.activityDetection == nil)
    }

    @Test(arguments: [MessageFixtures.pythonAudio, MessageFixtures.javaScriptAudio])
    func `audio is read from both alphabets of base64`(text: String) throws {
        let audio = try #require(try read(text).message.realtimeInput?.audio)
        #expect(audio.mimeType == "audio/pcm;rate=16000")
        #expect(audio.byteCount == 3)
        #expect(audio.decoded() == [0xFF, 0xEF, 0x00])
    }

    @Test func `deprecated media chunks are audio or video by their type`() throws {
        let audio = try #require(try read(MessageFixtures.legacyAudio).message.realtimeInput?.mediaChunks.first)
        #expect(audio.isAudio)
        let image = try #require(try read(MessageFixtures.pythonMedia).message.realtimeInput?.mediaChunks.first)
        #expect(!image.isAudio)
        #expect(image.byteCount == 4)
    }

    @Test func `activity marks need no content and a false stream end is none`() throws {
        let marks = try read(
            #"{"realtimeInput":{"activityStart":{},"activityEnd":{},"audioStreamEnd":true,"text":"hi"}}"#)
        #expect(marks.message.realtimeInput?.activityStart == true)
        #expect(marks.message.realtimeInput?.activityEnd == true)
        #expect(marks.message.realtimeInput?.audioStreamEnd == true)
        #expect(marks.message.realtimeInput?.text == "hi")
        let none = try read(#"{"realtime_input":{"audio_stream_end":false}}"#)
        #expect(none.message.realtimeInput == RealtimeInput())
    }

    @Test(arguments: [MessageFixtures.pythonContent, MessageFixtures.javaScriptContent])
    func `client content is read in both spellings`(text: String) throws {
        #expect(
            try read(text).message.clientContent
                == ClientContent(turns: [Content(role: "user", parts: [.text("Grüße")])], isTurnComplete: true)
        )
    }

    @Test func `a tool response keeps the user's JSON as it is`() throws {
        #expect(
            try read(MessageFixtures.pythonToolResponse).message.toolResponse == [
                FunctionResponse(
                    id: "call-1", name: "get_weather", response: #"{"some_key": 21}"#, scheduling: "WHEN_IDLE")
            ]
        )
    }

    @Test func `scheduling inside the response counts too`() throws {
        let text = #"{"toolResponse":{"functionResponses":[{"name":"f","response":{"scheduling":"SILENT"}}]}}"#
        #expect(try read(text).message.toolResponse?.first?.scheduling == "SILENT")
    }

    @Test func `a context update tells clearing from leaving alone`() throws {
        let update = try read(MessageFixtures.contextUpdate).message.contextUpdate
        #expect(update == ContextUpdate(systemInstruction: "Now shout.", tools: []))
        #expect(try read(#"{"contextUpdate":{}}"#).message.contextUpdate?.tools == nil)
    }

    @Test(arguments: [
        (#"{"config":{}}"#, ["config"]),
        (#"{"setup":{"novel_thing":1,"model":"m"}}"#, ["setup.novel_thing"]),
        (#"{"setup":{"tools":[{"googleTelepathy":{}}]}}"#, ["setup.tools.googleTelepathy"]),
        (#"{"setup":{"realtimeInputConfig":{"turnCoverage":"TURN_NEVER"}}}"#, ["setup.turnCoverage.TURN_NEVER"]),
        (#"{"realtimeInput":{"smell":{}}}"#, ["realtimeInput.smell"]),
        (#"{"toolResponse":{"functionResponses":[{"name":"f","response":{"any":{"thing":1}}}]}}"#, []),
        (#"{"setup":{"labels":{"team":"x"}}}"#, []),
    ])
    func `drift is noted by path, the user's own data never`(text: String, expected: [String]) throws {
        #expect(try read(text).drift == expected)
    }

    @Test func `a flood of unknown fields is counted, not kept`() throws {
        let members = (0..<1_000).map { "\"f\($0)\":1" }.joined(separator: ",")
        var reader = MessageReader()
        _ = reader.clientMessage(try JSONDocument(Array("{\(members)}".utf8)))
        #expect(reader.drift.count == 16)
        #expect(reader.moreDrift == 984)
    }
}
