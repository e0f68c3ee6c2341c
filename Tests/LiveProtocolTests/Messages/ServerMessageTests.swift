import LiveProtocol
import Testing

@Suite struct ServerMessageTests {
    private func read(_ text: String) throws -> ServerMessage {
        var reader = MessageReader()
        let message = reader.serverMessage(try JSONDocument(Array(text.utf8)))
        #expect(reader.drift == [])
        return message
    }

    @Test func `model audio is read from a pretty-printed message`() throws {
        let parts = try #require(try read(MessageFixtures.serverAudio).serverContent?.modelTurn?.parts)
        guard case .blob(let blob) = parts.first else {
            Issue.record("no blob in \(parts)")
            return
        }
        #expect(blob.mimeType == "audio/pcm;rate=24000")
        #expect(blob.byteCount == 6)
    }

    @Test(arguments: [false, true])
    func `all fields of a bundled server content are read`(isSnakeCase: Bool) throws {
        let text = isSnakeCase ? MessageFixtures.snakeCased(MessageFixtures.bundled) : MessageFixtures.bundled
        let content = try #require(try read(text).serverContent)
        #expect(content.isInterrupted && content.isGenerationComplete && content.isTurnComplete)
        #expect(content.isWaitingForInput)
        #expect(content.turnCompleteReason == "NEED_MORE_INPUT")
        #expect(content.interactionStatus == "IDLE")
        #expect(content.inputTranscription == Transcription(text: " wait", isFinished: true, languageCode: "en-US"))
        #expect(content.outputTranscription == Transcription(text: "Hello"))
        #expect(content.grounding == Grounding(queries: ["tides"], chunkCount: 2))
        #expect(content.retrievedURLs == ["https://example.org"])
        let parts = try #require(content.modelTurn?.parts)
        #expect(parts.count == 5)
        #expect(parts[0] == .thought("Let me think"))
        #expect(parts[1] == .text("Hello"))
        #expect(parts[3] == .executableCode(language: "PYTHON", code: "print(1)"))
        #expect(parts[4] == .codeResult(outcome: "OUTCOME_OK", output: "1\n"))
    }

    @Test(arguments: [false, true])
    func `transcripts are read with speaker and place`(isSnakeCase: Bool) throws {
        let text = MessageFixtures.transcriptions
        let content = try #require(try read(isSnakeCase ? MessageFixtures.snakeCased(text) : text).serverContent)
        #expect(content.interimInputTranscription == Transcription(text: "hel"))
        #expect(
            content.inputTranscription
                == Transcription(
                    text: "hello", isFinished: true, languageCode: "en-US", speaker: "1",
                    startOffset: .milliseconds(100), endOffset: .milliseconds(500),
                    words: [
                        Transcription.Word(
                            word: "hello", startOffset: .milliseconds(100), endOffset: .milliseconds(500))
                    ]
                )
        )
        #expect(content.outputTranscription == Transcription(text: "Hi"))
    }

    @Test(arguments: [false, true])
    func `usage is read with all its details`(isSnakeCase: Bool) throws {
        let text = isSnakeCase ? MessageFixtures.snakeCased(MessageFixtures.usage) : MessageFixtures.usage
        #expect(
            try read(text).usage
                == UsageMetadata(
                    prompt: 100, cached: 10, response: 150, toolUsePrompt: 5, thoughts: 7, total: 250,
                    promptDetails: [ModalityTokens(.text, 50), ModalityTokens(.audio, 50)],
                    cachedDetails: [ModalityTokens(.text, 10)], responseDetails: [ModalityTokens(.audio, 150)],
                    toolUsePromptDetails: [ModalityTokens(.text, 5)], tier: "STANDARD"
                )
        )
    }

    @Test func `Vertex calls the response candidates`() throws {
        let usage = try #require(try read(MessageFixtures.vertexUsage).usage)
        #expect(usage.response == 150)
        #expect(usage.responseDetails == [ModalityTokens(.audio, 150)])
        #expect(usage.tier == "ON_DEMAND")
        #expect(usage.context == 250)
    }

    @Test(arguments: [
        #"{"toolCall":{"functionCalls":[{"name":"f","partialArgs":[{"jsonPath":"$.a"}],"willContinue":true}]}}"#,
        #"{"tool_call":{"function_calls":[{"name":"f","partial_args":[{"jsonPath":"$.a"}],"will_continue":true}]}}"#,
    ])
    func `Vertex streams arguments and leaves out ids`(text: String) throws {
        let piece = PartialArgument(path: "$.a", value: nil)
        #expect(
            try read(text).toolCall == [
                FunctionCall(id: nil, name: "f", willContinue: true, partialArguments: [piece])
            ]
        )
    }

    @Test func `tool calls keep their arguments as they are`() throws {
        #expect(
            try read(MessageFixtures.toolCall).toolCall == [
                FunctionCall(id: "call-1", name: "get_weather", arguments: #"{"the_city":"Köln"}"#),
                FunctionCall(id: "call-2", name: "stop"),
            ]
        )
        #expect(try read(MessageFixtures.cancellation).toolCallCancellation == ["call-1", "call-2"])
    }

    @Test(arguments: [
        (#"{"goAway":{"timeLeft":"9.5s"}}"#, Duration.milliseconds(9_500)),
        (#"{"go_away":{"time_left":"50s"}}"#, .seconds(50)), (#"{"goAway":{}}"#, nil),
        (#"{"goAway":{"timeLeft":"soon"}}"#, nil),
    ])
    func `goAway says how long is left, if it does`(text: String, timeLeft: Duration?) throws {
        #expect(try read(text).goAway == GoAway(timeLeft: timeLeft))
    }

    @Test func `a resumption update carries handle, readiness and index`() throws {
        #expect(
            try read(MessageFixtures.resumption).resumptionUpdate
                == SessionResumptionUpdate(handle: "h:4567", isResumable: true, lastConsumedClientMessageIndex: 12)
        )
        // While the model generates there is no handle; proto3 JSON writes that as an empty string or not at all.
        #expect(
            try read(#"{"sessionResumptionUpdate":{"newHandle":""}}"#).resumptionUpdate == SessionResumptionUpdate())
    }

    @Test(arguments: [
        (MessageFixtures.voiceActivity, VoiceActivity(isStart: true, audioOffset: .milliseconds(8_720))),
        (#"{"voiceActivity":{"type":"ACTIVITY_END"}}"#, VoiceActivity(isStart: false)),
        (MessageFixtures.voiceSignal, VoiceActivity(isStart: false)),
        (#"{"voiceActivityDetectionSignal":{"vadSignalType":"VAD_SIGNAL_TYPE_SOS"}}"#, VoiceActivity(isStart: true)),
    ])
    func `all three forms of server voice activity are one`(text: String, expected: VoiceActivity) throws {
        #expect(try read(text).voiceActivity == expected)
    }

    @Test func `setup completion and errors are read`() throws {
        #expect(try read(MessageFixtures.setupComplete).setupComplete == SetupComplete(sessionID: "abc"))
        #expect(try read(#"{"setupComplete":{}}"#).setupComplete == SetupComplete())
        #expect(
            try read(MessageFixtures.error).error
                == ServerError(code: 429, message: "Quota exceeded", status: "RESOURCE_EXHAUSTED")
        )
    }

    @Test(arguments: [
        (#"{"surprise":{}}"#, "surprise"), (#"{"serverContent":{"novelty":1}}"#, "serverContent.novelty"),
        (#"{"serverContent":{"turnCompleteReason":"BORED"}}"#, "serverContent.turnCompleteReason.BORED"),
        (
            #"{"usageMetadata":{"promptTokensDetails":[{"modality":"SMELL","tokenCount":1}]}}"#,
            "usageMetadata.modality.SMELL"
        ),
        (#"{"goAway":{"why":"x"}}"#, "goAway.why"),
        (#"{"serverContent":{"modelTurn":{"parts":[{"hologram":{}}]}}}"#, "serverContent.modelTurn.hologram"),
    ])
    func `drift is noted by path`(text: String, path: String) throws {
        var reader = MessageReader()
        _ = reader.serverMessage(try JSONDocument(Array(text.utf8)))
        #expect(reader.drift == [path])
    }
}
