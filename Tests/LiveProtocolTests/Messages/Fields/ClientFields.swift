import LiveProtocol

/// Every field that clients send, but `setup`'s (`SetupFields`).
enum ClientFields {
    static let all = content + input + tools + update

    private static let content = [
        ClientField("clientContent.turns[]", "role", #""user""#) { $0.clientContent?.turns.first?.role == "user" },
        ClientField("clientContent.turns[]", "parts", #"[{"text":"Hi"}]"#) {
            $0.clientContent?.turns.first?.parts == [.text("Hi")]
        },
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
}
