import LiveProtocol
import Testing

@testable import Simulator

/// Each model of the mock refuses what the service's own does, in its words, and is there while the service's was.
struct MockRefusalTests {
    @Test(arguments: [
        (
            "gemini-3.8-live", #"{"thinkingConfig":{"thinkingLevel":"LOW"}}"#,
            "Thinking level is not supported for this model."
        ),
        (
            "gemini-3.8-live-extended-thinking", #"{"thinkingConfig":{"thinkingBudget":"512"}}"#,
            "Thinking level must be specified for this model."
        ),
        (
            "gemini-live-2.5-flash", #"{"thinkingConfig":{"thinkingBudget":0}}"#,
            "thinking_level is not supported by this model"
        ),
        (
            "gemini-robotics-er-2-streaming-preview", #"{"responseModalities":["AUDIO"]}"#,
            "The requested combination of response modalities (AUDIO) is not supported by the model. models/gemini-robotics-er-2-streaming-preview"
        ),
        ("gemini-3.1-flash-live-preview", #"{"enableAffectiveDialog":true}"#, "Request contains an invalid argument."),
    ]) func `what a model does not take is refused in its words`(model: String, generation: String, reason: String)
        throws
    {
        let player = try opened(model, #""generationConfig":\#(generation)"#)
        #expect(player.closure == MockClosure(code: 1007, reason: reason))
        #expect(player.said.isEmpty)
    }

    @Test(arguments: [
        (
            "gemini-2.5-flash-native-audio-latest", #""tools":[{"codeExecution":{}}]"#,
            "Code Execution tool is not supported for this model."
        ),
        (
            "gemini-3.8-live", #""proactivity":{"proactiveAudio":true}"#,
            "Invalid JSON payload received. Unknown name \"proactivity\" at 'setup': Cannot find field."
        ),
        (
            "gemini-3.8-live",
            #""realtimeInputConfig":{"automaticActivityDetection":{"disabled":true,"silenceDurationMs":300}}"#,
            "Request contains an invalid argument."
        ),
    ]) func `so are tools and fields beside generationConfig`(model: String, fields: String, reason: String) throws {
        #expect(try opened(model, fields).closure == MockClosure(code: 1007, reason: reason))
    }

    @Test func `another model takes the same fields`() throws {
        let thinking = #""generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW"}}"#
        #expect(try opened("gemini-3.8-live-extended-thinking", thinking).closure == nil)
        #expect(try opened("gemini-3.8-live", #""tools":[{"codeExecution":{}}]"#).closure == nil)
    }

    @Test func `extended thinking refuses blocking functions and scheduling`() throws {
        let level = #""generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW"}}"#
        let blocking = level + #","tools":[{"functionDeclarations":[{"name":"find","behavior":"BLOCKING"}]}]"#
        let model = "gemini-3.8-live-extended-thinking"
        #expect(
            try opened(model, blocking).closure?.reason == "BLOCKING function calls are not supported for this model.")
        var player = try opened(model, level)
        player.hear(
            try message(#"{"toolResponse":{"functionResponses":[{"id":"1","name":"find","scheduling":"SILENT"}]}}"#))
        #expect(player.closure?.reason == "Function response scheduling is not supported for this model.")
    }

    @Test func `affective dialog on 3_8 is refused with the first input`() throws {
        var player = try opened("gemini-3.8-live", #""generationConfig":{"enableAffectiveDialog":true}"#)
        #expect(player.closure == nil && player.said.first?.setupComplete != nil)
        player.hear(.text("Hello"))
        #expect(player.closure == .invalidArgument)
    }

    @Test func `an ended model is taken, unless a day after its end is asked for`() throws {
        let model = "gemini-3.1-flash-live-preview"
        #expect(try opened(model, "").closure == nil)
        var behaviour = MockBehaviour()
        behaviour.asOf = CalendarDay("2026-11-16")
        #expect(try opened(model, "", behaviour).closure == nil)
        behaviour.asOf = CalendarDay("2026-11-17")
        #expect(try opened(model, "", behaviour).closure == .modelNotFound("models/\(model)", version: "v1beta"))
        #expect(MockModel.taken(on: behaviour.asOf).contains { $0.name == "gemini-3.8-live" })
        #expect(!MockModel.taken(on: behaviour.asOf).contains { $0.name == model || $0.name == "gemini-2.0-flash-exp" })
    }

    /// - Parameter fields: members of the setup as JSON.
    private func opened(_ model: String, _ fields: String, _ behaviour: MockBehaviour = MockBehaviour()) throws
        -> Player
    {
        var player = Player(behaviour: behaviour)
        player.hear(try message(#"{"setup":{"model":"models/\#(model)"\#(fields.isEmpty ? "" : "," + fields)}}"#))
        player.pass(.seconds(1))
        return player
    }

    private func message(_ json: String) throws -> ClientJSON {
        try MessageCoding.decode(ClientJSON.self, from: json.utf8)
    }
}
