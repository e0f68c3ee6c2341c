import LiveProtocol
import Testing

@Suite struct MessageClassifierTests {
    private func kinds(_ text: String) -> [String]? {
        MessageClassifier.kinds(of: Array(text.utf8))?.all.map(\.rawValue)
    }

    @Test func `the kinds and their order are the contract of the exports`() {
        #expect(
            MessageKind.allCases.map(\.rawValue) == [
                "setup", "setupComplete", "toolCall", "toolCallCancellation", "toolResponse", "goAway",
                "sessionResumptionUpdate", "realtimeInput.audio", "realtimeInput.video", "realtimeInput.text",
                "realtimeInput.activityStart", "realtimeInput.activityEnd", "realtimeInput.audioStreamEnd",
                "clientContent", "serverContent.interrupted", "serverContent.audio", "serverContent.text",
                "serverContent.inputTranscription", "serverContent.outputTranscription",
                "serverContent.generationComplete", "serverContent.turnComplete", "usageMetadata", "unknown",
            ]
        )
    }

    @Test(arguments: MessageKind.allCases.dropLast())
    func `a set gives back what was put in, and its first`(kind: MessageKind) {
        var kinds = MessageKinds()
        kinds.insert(.usageMetadata)
        kinds.insert(kind)
        #expect(kinds.first == kind)
        #expect(kinds.contains(kind) && kinds.contains(.usageMetadata))
        #expect(kinds.all == (kind == .usageMetadata ? [.usageMetadata] : [kind, .usageMetadata]))
    }

    @Test(arguments: [
        (MessageFixtures.pythonSetup, ["setup"]), (MessageFixtures.javaScriptSetup, ["setup"]),
        (MessageFixtures.pythonAudio, ["realtimeInput.audio"]),
        (MessageFixtures.javaScriptAudio, ["realtimeInput.audio"]),
        (MessageFixtures.legacyAudio, ["realtimeInput.audio"]), (MessageFixtures.pythonMedia, ["realtimeInput.video"]),
        (MessageFixtures.pythonContent, ["clientContent"]), (MessageFixtures.javaScriptContent, ["clientContent"]),
        (MessageFixtures.pythonToolResponse, ["toolResponse"]), (MessageFixtures.contextUpdate, ["unknown"]),
        (MessageFixtures.serverAudio, ["serverContent.audio"]), (MessageFixtures.usage, ["usageMetadata"]),
        (
            MessageFixtures.bundled,
            [
                "serverContent.interrupted", "serverContent.audio", "serverContent.text",
                "serverContent.inputTranscription", "serverContent.outputTranscription",
                "serverContent.generationComplete", "serverContent.turnComplete", "usageMetadata",
            ]
        ),
        (MessageFixtures.toolCall, ["toolCall"]), (MessageFixtures.cancellation, ["toolCallCancellation"]),
        (MessageFixtures.goAway, ["goAway"]), (MessageFixtures.resumption, ["sessionResumptionUpdate"]),
        (MessageFixtures.setupComplete, ["setupComplete"]), (MessageFixtures.voiceActivity, ["unknown"]),
        (MessageFixtures.error, ["unknown"]),
    ])
    func `every message has its kinds`(text: String, expected: [String]) {
        #expect(kinds(text) == expected)
    }

    @Test(arguments: [
        #"{"realtimeInput":{"activityStart":{},"text":"x","video":{"mimeType":"image/jpeg"}}}"#,
        #"{"realtime_input":{"activity_start":{},"text":"x","video":{"mime_type":"image/jpeg"}}}"#,
    ])
    func `kinds are named in both spellings`(text: String) {
        #expect(kinds(text) == ["realtimeInput.video", "realtimeInput.text", "realtimeInput.activityStart"])
    }

    @Test func `a flag that is false is not there`() {
        #expect(kinds(#"{"serverContent":{"interrupted":false,"turnComplete":false}}"#) == ["unknown"])
    }

    @Test func `what is not JSON has no kinds and other JSON is unknown`() {
        #expect(kinds("not json") == nil)
        #expect(kinds("[1]") == ["unknown"])
        #expect(kinds("{}") == ["unknown"])
    }
}
