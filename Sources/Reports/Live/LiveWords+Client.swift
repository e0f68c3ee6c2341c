import LiveProtocol
import SessionModel
import Wording

extension LiveWords {
    /// Nil for audio, which comes in runs.
    init?(_ fact: ClientFact) {
        let words: (String, String?, [(String, JSONValue)])
        switch fact {
        case .audio: return nil
        case .setup(let setup): words = Self.words(setup)
        case .content(let content): words = Self.words(content)
        case .video(let frame):
            words = (
                "video", Self.media(frame),
                [
                    ("mimeType", .string(frame.mimeType)), ("bytes", .integer(frame.byteCount)),
                ]
            )
        case .text(let text): words = ("text", text, [("text", .string(text))])
        case .activityStart: words = ("activityStart", nil, [])
        case .activityEnd: words = ("activityEnd", nil, [])
        case .audioStreamEnd: words = ("audioStreamEnd", nil, [])
        case .toolResponse(let response): words = Self.words(response)
        case .contextUpdate(let update):
            words = ("contextUpdate", update.systemInstruction, [("tools", .integer(update.tools?.count))])
        case .musicPrompts(let prompts): words = Self.list("weightedPrompts", "prompts", prompts.map(\.digest))
        case .musicConfig(let config): words = Self.list("musicGenerationConfig", "settings", config.settings)
        case .playbackControl(let control): words = ("playbackControl", control, [("control", .string(control))])
        case .interactionConnect(let connect):
            words = ("interaction.connect", connect.id, [("id", .string(connect.id))])
        case .interactionEnd(let how): words = ("interaction.\(how)", nil, [])
        }
        self.init(.clientToServer, words.0, words.1, words.2)
    }

    private static func words(_ setup: Setup) -> (String, String?, [(String, JSONValue)]) {
        let modalities = setup.generation.responseModalities?.joined(separator: "+")
        let isResuming = setup.resumption?.handle != nil
        let text = [setup.model, modalities, isResuming ? "resuming" : nil].compactMap(\.self).joined(separator: ", ")
        return ("setup", text, [("model", .string(setup.model)), ("isResuming", .bool(isResuming))])
    }

    private static func words(_ content: ClientContent) -> (String, String?, [(String, JSONValue)]) {
        let text = content.turns.map(\.text).filter { !$0.isEmpty }.joined(separator: " · ")
        return (
            "clientContent", text,
            [
                ("text", .string(text)), ("turns", .integer(content.turns.count)),
                ("turnComplete", .bool(content.isTurnComplete)),
            ]
        )
    }

    private static func words(_ response: FunctionResponse) -> (String, String?, [(String, JSONValue)]) {
        (
            "toolResponse", "\(response.name) → \(response.response ?? "nothing")",
            [
                ("id", .string(response.id)), ("name", .string(response.name)),
                ("response", .string(response.response)), ("willContinue", .bool(response.willContinue)),
            ]
        )
    }

    private static func list(
        _ event: String, _ name: String, _ items: [String]
    ) -> (String, String?, [(String, JSONValue)]) {
        (event, items.joined(separator: ", "), [(name, .array(items.map(JSONValue.string)))])
    }

    static func media(_ frame: VideoFrame) -> String {
        "\(frame.mimeType ?? "media"), \(Format.bytes(Int64(frame.byteCount)))"
    }
}
