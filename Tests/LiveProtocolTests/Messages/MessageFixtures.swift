/// Messages as real clients and the service send them (`docs/protocol.md#messages`).
enum MessageFixtures {
    /// Python's google-genai: mixed spelling, snake_case below the second level.
    static let pythonSetup = #"""
        {"setup": {"model": "models/gemini-live-2.5-flash-preview", "generationConfig": {"responseModalities":
        ["AUDIO"], "temperature": 0.4, "topP": 0.9, "topK": 40, "maxOutputTokens": 8192, "seed": 7, "speechConfig":
        {"voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}, "language_code": "de-DE"},
        "mediaResolution": "MEDIA_RESOLUTION_LOW", "thinkingConfig": {"include_thoughts": true, "thinking_budget": -1},
        "enableAffectiveDialog": true}, "systemInstruction": {"parts": [{"text": "Be "}, {"text": "brief."}], "role":
        "user"}, "tools": [{"functionDeclarations": [{"name": "get_weather", "parameters": {"type": "OBJECT",
        "properties": {"made_up": {"type": "STRING"}}}, "behavior": "NON_BLOCKING"}, {"name": "stop"}]},
        {"google_search": {}}], "realtimeInputConfig": {"automatic_activity_detection": {"disabled": false,
        "start_of_speech_sensitivity": "START_SENSITIVITY_HIGH", "end_of_speech_sensitivity": "END_SENSITIVITY_LOW",
        "prefix_padding_ms": 20, "silence_duration_ms": 100}, "activity_handling": "NO_INTERRUPTION", "turn_coverage":
        "TURN_INCLUDES_ALL_INPUT"}, "sessionResumption": {"handle": "h:0123"}, "contextWindowCompression":
        {"trigger_tokens": 32000, "sliding_window": {"target_tokens": 16000}}, "inputAudioTranscription":
        {"language_codes": ["de-DE"]}, "outputAudioTranscription": {}, "proactivity": {"proactive_audio": true},
        "historyConfig": {"initial_history_in_client_content": true}}}
        """#

    /// JavaScript, Go, Java: camelCase, 64-bit integers as strings.
    static let javaScriptSetup = #"""
        {"setup":{"model":"models/gemini-live-2.5-flash-preview","generationConfig":{"responseModalities":["AUDIO"],
        "temperature":0.4,"topP":0.9,"topK":40,"maxOutputTokens":8192,"seed":7,"speechConfig":{"voiceConfig":
        {"prebuiltVoiceConfig":{"voiceName":"Kore"}},"languageCode":"de-DE"},"mediaResolution":"MEDIA_RESOLUTION_LOW",
        "thinkingConfig":{"includeThoughts":true,"thinkingBudget":-1},"enableAffectiveDialog":true},
        "systemInstruction":"Be brief.","tools":[{"functionDeclarations":[{"name":"get_weather","behavior":
        "NON_BLOCKING"},{"name":"stop"}]},{"googleSearch":{}}],"realtimeInputConfig":{"automaticActivityDetection":
        {"disabled":false,"startOfSpeechSensitivity":"START_SENSITIVITY_HIGH","endOfSpeechSensitivity":
        "END_SENSITIVITY_LOW","prefixPaddingMs":20,"silenceDurationMs":100},"activityHandling":"NO_INTERRUPTION",
        "turnCoverage":"TURN_INCLUDES_ALL_INPUT"},"sessionResumption":{"handle":"h:0123"},"contextWindowCompression":
        {"triggerTokens":"32000","slidingWindow":{"targetTokens":"16000"}},"inputAudioTranscription":{"languageCodes":
        ["de-DE"]},"outputAudioTranscription":{},"proactivity":{"proactiveAudio":true},"historyConfig":
        {"initialHistoryInClientContent":true}}}
        """#

    static let pythonAudio =
        #"{"realtime_input": {"audio": {"data": "_-8A", "mime_type": "audio/pcm;rate=16000"}}}"#
    static let javaScriptAudio =
        #"{"realtimeInput":{"audio":{"data":"/+8A","mimeType":"audio/pcm;rate=16000"}}}"#
    static let legacyAudio =
        #"{"realtime_input": {"media_chunks": [{"data": "_-8A", "mime_type": "audio/pcm"}]}}"#
    static let pythonMedia =
        #"{"realtime_input": {"mediaChunks": [{"data": "_9j_4A", "mime_type": "image/jpeg"}]}}"#
    static let pythonContent =
        #"{"client_content": {"turns": [{"parts": [{"text": "Gr\u00fc\u00dfe"}], "role": "user"}], "turn_complete": true}}"#
    static let javaScriptContent =
        #"{"clientContent":{"turns":[{"parts":[{"text":"Grüße"}],"role":"user"}],"turnComplete":true}}"#
    static let pythonToolResponse =
        #"{"tool_response": {"functionResponses": [{"id": "call-1", "name": "get_weather", "response": {"some_key": 21}, "will_continue": false, "scheduling": "WHEN_IDLE"}]}}"#
    static let contextUpdate =
        #"{"contextUpdate": {"systemInstruction": {"parts": [{"text": "Now shout."}]}, "tools": {"tools": []}}}"#

    static let serverAudio = #"""
        {
          "serverContent": {
            "modelTurn": {
              "parts": [
                { "inlineData": { "mimeType": "audio/pcm;rate=24000", "data": "AAAAAAAA" } }
              ]
            }
          }
        }
        """#
    static let bundled = #"""
        {"serverContent":{"modelTurn":{"role":"model","parts":[{"text":"Let me think","thought":true},{"text":"Hello"},
        {"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"AAAA"}},{"executableCode":{"language":"PYTHON","code":
        "print(1)"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\n"}},{"thoughtSignature":"c2ln"}]},
        "interrupted":true,"inputTranscription":{"text":" wait","finished":true,"languageCode":"en-US"},
        "outputTranscription":{"text":"Hello"},"groundingMetadata":{"webSearchQueries":["tides"],"groundingChunks":
        [{},{}]},"urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"https://example.org","urlRetrievalStatus":"OK"}]},
        "generationComplete":true,"turnComplete":true,"turnCompleteReason":"NEED_MORE_INPUT","waitingForInput":true,
        "interactionStatus":"IDLE"},"usageMetadata":{"promptTokenCount":100}}
        """#
    static let usage = #"""
        {"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":"10","responseTokenCount":150,
        "toolUsePromptTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":250,"promptTokensDetails":[{"modality":
        "TEXT","tokenCount":50},{"modality":"AUDIO","tokenCount":50}],"cacheTokensDetails":[{"modality":"TEXT",
        "tokenCount":10}],"responseTokensDetails":[{"modality":"AUDIO","tokenCount":150}],"toolUsePromptTokensDetails":
        [{"modality":"TEXT","tokenCount":5}],"serviceTier":"STANDARD"}}
        """#
    static let vertexUsage = #"""
        {"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":150,"totalTokenCount":250,
        "candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":150}],"trafficType":"ON_DEMAND"}}
        """#
    static let toolCall =
        #"{"toolCall":{"functionCalls":[{"id":"call-1","name":"get_weather","args":{"the_city":"Köln"}},{"id":"call-2","name":"stop"}]}}"#
    static let cancellation = #"{"toolCallCancellation":{"ids":["call-1","call-2"]}}"#
    static let goAway = #"{"goAway":{"timeLeft":"9.5s"}}"#
    static let resumption =
        #"{"sessionResumptionUpdate":{"newHandle":"h:4567","resumable":true,"lastConsumedClientMessageIndex":"12"}}"#
    static let setupComplete = #"{"setupComplete":{"sessionId":"abc"}}"#
    static let voiceActivity = #"{"voiceActivity":{"voiceActivityType":"ACTIVITY_START","audioOffset":"8.720s"}}"#
    static let voiceSignal = #"{"voiceActivityDetectionSignal":{"vadSignalType":"VAD_SIGNAL_TYPE_EOS"}}"#
    static let error = #"{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}"#

    /// `realtimeInput` with one member, as the SDKs send it.
    static let inputs = [
        #"{"realtimeInput":{"activityStart":{}}}"#,
        #"{"realtimeInput":{"activityEnd":{}}}"#,
        #"{"realtimeInput":{"audioStreamEnd":true}}"#,
        #"{"realtimeInput":{"text":"Hello"}}"#,
        #"{"realtimeInput":{"video":{"data":"/9j/4A==","mimeType":"image/jpeg"}}}"#,
    ]
    static let history =
        #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Hello"}]}]}}"#
    static let javaScriptToolResponse =
        #"{"toolResponse":{"functionResponses":[{"id":"function-call-1","name":"get_weather","response":{"output":{"celsius":21}}}]}}"#
    static let vertexSetup = #"""
        {"setup":{"model":"projects/p/locations/us-central1/publishers/google/models/gemini-live-2.5-flash",
        "generationConfig":{"candidateCount":1,"presencePenalty":0.1,"frequencyPenalty":0.2,"thinkingConfig":
        {"thinkingLevel":"LOW"},"translationConfig":{"targetLanguageCode":"de-DE","echoTargetLanguage":true}},
        "sessionResumption":{"transparent":true},"contextWindowCompression":{"slidingWindow":{}},"explicitVadSignal":
        true,"avatarConfig":{"avatarName":"Kay"},"safetySettings":[],"labels":{"team":"voice"},"proactivity":
        {"proactiveVideo":false},"inputAudioTranscription":{"customVocabulary":["livetop"],"wordTimestamp":true}}}
        """#
    static let transcriptions = #"""
        {"serverContent":{"interimInputTranscription":{"text":"hel"},"inputTranscription":{"text":"hello","finished":
        true,"languageCode":"en-US","speakerLabel":"1","words":[{"word":"hello","startOffset":"0.1s","endOffset":
        "0.5s"}],"startOffset":"0.1s","endOffset":"0.5s"},"outputTranscription":{"text":"Hi"}}}
        """#
    /// `serverContent` with one member, as the 2.5 models send it.
    static let contents = [
        #"{"serverContent":{"interrupted":true}}"#,
        #"{"serverContent":{"generationComplete":true}}"#,
        #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9}}"#,
        #"{"serverContent":{"waitingForInput":true}}"#,
        #"{"serverContent":{"modelTurn":{"parts":[{"functionCall":{"id":"call-1","name":"stop","args":{}}}]}}}"#,
        #"{"serverContent":{}}"#,
    ]
    static let voiceActivityType = #"{"voiceActivity":{"type":"ACTIVITY_END","audioOffset":"12s"}}"#
    static let unready = #"{"sessionResumptionUpdate":{"resumable":false}}"#
    static let plainSetupComplete = #"{"setupComplete":{}}"#

    /// Music, as google-genai sends it and the service answers.
    static let music = [
        #"{"setup": {"model": "models/lyria-realtime-exp"}}"#,
        #"{"clientContent": {"weightedPrompts": [{"text": "minimal techno", "weight": 1.0}, {"text": "piano"}]}}"#,
        #"{"musicGenerationConfig": {"bpm": 90, "temperature": 1.0, "musicGenerationMode": "QUALITY"}}"#,
        #"{"playbackControl": "PLAY"}"#,
        #"{"serverContent":{"audioChunks":[{"data":"AAAAAAAA","mimeType":"audio/l16;rate=48000;channels=2","sourceMetadata":{"clientContent":{"weightedPrompts":[{"text":"piano","weight":1}]},"musicGenerationConfig":{"bpm":90}}}]}}"#,
        #"{"filteredPrompt":{"text":"minimal techno","filteredReason":"unsafe"}}"#,
        #"{"warning":"slow down"}"#,
    ]

    static let all = singles + inputs + contents + music

    private static let singles = [
        pythonSetup, javaScriptSetup, pythonAudio, javaScriptAudio, legacyAudio, pythonMedia, pythonContent,
        javaScriptContent, pythonToolResponse, contextUpdate, serverAudio, bundled, usage, vertexUsage, toolCall,
        cancellation, goAway, resumption, setupComplete, voiceActivity, voiceSignal, error, history,
        javaScriptToolResponse, vertexSetup, transcriptions, voiceActivityType, unready, plainSetupComplete,
    ]

    /// The same message with its keys in snake_case, which the service accepts from clients and a gateway may send.
    static func snakeCased(_ text: String) -> String {
        text.replacing(/"([a-z]+(?:[A-Z][a-z]*)+)"(?=\s*:)/) { match in
            "\"" + match.1.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined() + "\""
        }
    }
}
