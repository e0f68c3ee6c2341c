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
                "serverContent.generationComplete", "serverContent.turnComplete", "usageMetadata",
                "interaction.create", "interaction.connect", "interaction.complete", "interaction.cancel",
                "interaction.disconnect", "input", "user_action", "world_setup", "interaction.created",
                "interaction.connected", "interaction.completed", "interaction.cancelled", "reconnection_required",
                "step.start", "step.delta", "step.stop", "unknown",
            ]
        )
    }

    @Test(arguments: [
        (#"{"event_type":"interaction.connect","id":"i"}"#, ["setup", "interaction.connect"]),
        (#"{"event_type":"interaction.connected"}"#, ["setupComplete", "interaction.connected"]),
        (
            #"{"event_type":"input","content":[{"type":"text"},{"type":"audio"}]}"#,
            ["realtimeInput.audio", "realtimeInput.text", "input"]
        ),
        (
            #"{"events":[{"event_type":"step.start","step":{"type":"function_call"}},{"event_type":"step.delta","delta":{"type":"audio"}},{"event_type":"step.stop","usage":{}}]}"#,
            ["toolCall", "serverContent.audio", "usageMetadata", "step.start", "step.delta", "step.stop"]
        ),
        (#"{"event_type":"interaction.canceled"}"#, ["interaction.cancelled"]),
        (#"{"event_type":"reconnection_required"}"#, ["goAway", "reconnection_required"]),
        (#"{"event_type":"novelty"}"#, ["unknown"]),
    ])
    func `an event of an interaction has the kind of what is in it and its own name`(message: String, kinds: [String]) {
        #expect(self.kinds(message) == kinds)
    }

    @Test(arguments: MessageKind.allCases.dropLast())
    func `a set gives back what was put in, and its first`(kind: MessageKind) {
        var kinds = MessageKinds()
        kinds.insert(.stepStop)
        kinds.insert(kind)
        #expect(kinds.first == kind)
        #expect(kinds.contains(kind) && kinds.contains(.stepStop))
        #expect(kinds.all == (kind == .stepStop ? [.stepStop] : [kind, .stepStop]))
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
