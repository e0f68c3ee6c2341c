import LiveProtocol

/// Every field that clients send, but `setup`'s (`SetupFields`).
enum ClientFields {
    static let all = content + input + tools + update + music

    private static func part(_ name: String, _ json: String, _ parts: [Part]) -> ClientField {
        ClientField("clientContent.turns[].parts[]", name, json) { $0.clientContent?.turns.first?.parts == parts }
    }

    /// Known, and nothing to show.
    private static func known(_ name: String) -> ClientField { part(name, "{}", []) }

    private static let content = [
        ClientField("clientContent.turns[]", "role", #""user""#) { $0.clientContent?.turns.first?.role == "user" },
        ClientField("clientContent.turns[]", "parts", #"[{"text":"Hi"}]"#) {
            $0.clientContent?.turns.first?.parts == [.text("Hi")]
        },
        part("text", #""Hi""#, [.text("Hi")]),
        part("thought", #"true,"text":"Hm""#, [.thought("Hm")]),
        part(
            "inlineData", #"{"mimeType":"image/png","data":"AAAA","displayName":"x"}"#,
            [.blob(Blob(mimeType: "image/png", base64: Array("AAAA".utf8)[...]))]),
        part(
            "fileData", #"{"mimeType":"image/png","fileUri":"gs://b/f","displayName":"x"}"#,
            [.file(mimeType: "image/png", uri: "gs://b/f")]),
        part(
            "functionResponse", #"{"id":"call-1","name":"stop"}"#,
            [.functionResponse(FunctionResponse(id: "call-1", name: "stop"))]),
        part(
            "toolCall", #"{"id":"s-1","toolType":"FILE_SEARCH","args":{"q":"x"}}"#,
            [.serviceCall(ServiceCall(id: "s-1", name: "FILE_SEARCH", arguments: #"{"q":"x"}"#))]),
        part(
            "toolResponse", #"{"id":"s-1","toolType":"GOOGLE_MAPS","response":[]}"#,
            [.serviceResult(ServiceResult(id: "s-1", name: "GOOGLE_MAPS", response: "[]"))]),
        part("audioTranscription", #"{"text":"Hi"}"#, [.transcription(Transcription(text: "Hi"))]),
        known("videoMetadata"), known("mediaResolution"), known("partMetadata"), known("mediaProcessing"),
        known("speechMetadata"), known("audioMetadata"), known("documentMetadata"), known("spreadsheetMetadata"),
        ClientField("clientContent", "turnComplete", "true") { $0.clientContent?.isTurnComplete == true },
    ]

    private static let input = [
        ClientField("realtimeInput.audio", "data", #""AAAA""#) { $0.realtimeInput?.audio?.byteCount == 3 },
        ClientField("realtimeInput.audio", "mimeType", #""audio/pcm;rate=16000""#) {
            $0.realtimeInput?.audio?.mimeType == "audio/pcm;rate=16000"
        },
        ClientField("realtimeInput.video", "data", #""_9j_4A==""#) { $0.realtimeInput?.video?.byteCount == 4 },
        ClientField("realtimeInput.video", "mimeType", #""image/jpeg""#) {
            $0.realtimeInput?.video?.mimeType == "image/jpeg"
        },
        ClientField("realtimeInput", "text", #""Hi""#) { $0.realtimeInput?.text == "Hi" },
        ClientField("realtimeInput", "activityStart", "{}") { $0.realtimeInput?.activityStart == true },
        ClientField("realtimeInput", "activityEnd", "{}") { $0.realtimeInput?.activityEnd == true },
        ClientField("realtimeInput", "audioStreamEnd", "true") { $0.realtimeInput?.audioStreamEnd == true },
        ClientField("realtimeInput.mediaChunks[]", "data", #""AAAA""#) {
            $0.realtimeInput?.mediaChunks.first?.byteCount == 3
        },
        ClientField("realtimeInput.mediaChunks[]", "mimeType", #""audio/pcm""#) {
            $0.realtimeInput?.mediaChunks.first?.isAudio == true
        },
    ]

    private static let response = "toolResponse.functionResponses[]"

    private static let tools = [
        ClientField(response, "id", #""call-1""#) { $0.toolResponse?.first?.id == "call-1" },
        ClientField(response, "name", #""stop""#) { $0.toolResponse?.first?.name == "stop" },
        ClientField(response, "response", #"{"a_b":"c"}"#) { $0.toolResponse?.first?.response == #"{"a_b":"c"}"# },
        ClientField(response, "willContinue", "true") { $0.toolResponse?.first?.willContinue == true },
        ClientField(response, "scheduling", #""WHEN_IDLE""#) { $0.toolResponse?.first?.scheduling == "WHEN_IDLE" },
        ClientField(response, "parts", "[{},{}]") { $0.toolResponse?.first?.partCount == 2 },
    ]

    private static let update = [
        ClientField("contextUpdate", "systemInstruction", #"{"parts":[{"text":"Shout."}]}"#) {
            $0.contextUpdate?.systemInstruction == "Shout."
        },
        ClientField("contextUpdate", "tools", #"{"tools":[{"googleSearch":{}}]}"#) {
            $0.contextUpdate?.tools == [.builtIn("googleSearch")]
        },
    ]

    private static func config<Value: Equatable & Sendable>(
        _ name: String, _ json: String, _ value: Value, _ path: any KeyPath<MusicGenerationConfig, Value?> & Sendable
    ) -> ClientField {
        ClientField("musicGenerationConfig", name, json) { $0.musicConfig?[keyPath: path] == value }
    }

    private static let music = [
        ClientField("clientContent.weightedPrompts[]", "text", #""piano""#) {
            $0.clientContent?.weightedPrompts == [WeightedPrompt(text: "piano")]
        },
        ClientField("clientContent.weightedPrompts[]", "weight", "0.3") {
            $0.clientContent?.weightedPrompts == [WeightedPrompt(text: "", weight: 0.3)]
        },
        ClientField("", "playbackControl", #""RESET_CONTEXT""#) { $0.playbackControl == "RESET_CONTEXT" },
        config("temperature", "1.1", 1.1, \.temperature), config("topK", "40", 40, \.topK),
        config("seed", "7", 7, \.seed), config("guidance", "4.5", 4.5, \.guidance), config("bpm", "120", 120, \.bpm),
        config("density", "0.5", 0.5, \.density), config("brightness", "0.25", 0.25, \.brightness),
        config("scale", #""C_MAJOR_A_MINOR""#, "C_MAJOR_A_MINOR", \.scale),
        config("muteBass", "true", true, \.muteBass), config("muteDrums", "false", false, \.muteDrums),
        config("onlyBassAndDrums", "true", true, \.onlyBassAndDrums),
        config("musicGenerationMode", #""VOCALIZATION""#, "VOCALIZATION", \.mode),
    ]
}
