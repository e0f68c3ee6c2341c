import LiveProtocol
import SessionModel
import Wording

extension LiveWords {
    /// Nil for audio, which comes in runs.
    init?(_ fact: ServerFact) {
        guard let (event, text, data) = Self.speech(fact) ?? Self.control(fact) else { return nil }
        self.init(.serverToClient, event, text, data)
    }

    private typealias Words = (event: String, text: String?, data: [(String, JSONValue)])

    /// What the model said or understood.
    private static func speech(_ fact: ServerFact) -> Words? {
        switch fact {
        case .interimInputTranscription(let piece): words("interimInputTranscription", piece.text)
        case .inputTranscription(let piece): words("inputTranscription", piece.text)
        case .outputTranscription(let piece): words("outputTranscription", piece.text)
        case .text(let text): words("text", text)
        case .thought(let text): words("thought", text)
        case .part(let part): ("part", Self.name(of: part), [("part", .string(Self.name(of: part)))])
        case .grounding(let grounding):
            (
                "grounding", grounding.queries.joined(separator: ", "),
                [("queries", .array(grounding.queries.map(JSONValue.string)))]
            )
        case .retrievedURLs(let urls):
            ("retrievedURLs", urls.joined(separator: " "), [("urls", .array(urls.map(JSONValue.string)))])
        case .toolCall(let call):
            (
                "toolCall", "\(call.name)(\(call.arguments ?? ""))",
                [
                    ("id", .string(call.id)), ("name", .string(call.name)),
                    ("arguments", .string(call.arguments)),
                ]
            )
        case .serviceCall(let call):
            (
                "serviceCall", "\(call.name)(\(call.arguments ?? ""))",
                [("id", .string(call.id)), ("name", .string(call.name)), ("arguments", .string(call.arguments))]
            )
        case .serviceResult(let result):
            (
                "serviceResult", "\(result.name) → \(result.response ?? "nothing")",
                [("id", .string(result.id)), ("name", .string(result.name)), ("response", .string(result.response))]
            )
        case .toolCallCancellation(let ids):
            ("toolCallCancellation", ids.joined(separator: " "), [("ids", .array(ids.map(JSONValue.string)))])
        default: nil
        }
    }

    /// What steers the conversation.
    private static func control(_ fact: ServerFact) -> Words? {
        switch fact {
        case .setupComplete(let complete):
            (
                "setupComplete", complete.sessionID ?? complete.interactionID,
                [("sessionId", .string(complete.sessionID))]
                    + (complete.interactionID.map { [("interactionId", JSONValue.string($0))] } ?? [])
            )
        case .error(let error):
            (
                "error", error.message ?? error.status,
                [
                    ("code", .integer(error.code)), ("status", .string(error.status)),
                    ("message", .string(error.message)),
                ]
            )
        case .interrupted: ("interrupted", nil, [])
        case .voiceActivity(let activity):
            (
                "voiceActivity", activity.isStart ? "speech begins" : "speech ends",
                [("isStart", .bool(activity.isStart)), ("audioOffset", .number(activity.audioOffset?.seconds))]
            )
        case .waitingForInput: ("waitingForInput", nil, [])
        case .generationComplete: ("generationComplete", nil, [])
        case .usage(let usage):
            (
                "usage", "\(Format.counted(usage.context, "token")) in context",
                [
                    ("prompt", .integer(usage.prompt)), ("response", .integer(usage.response)),
                    ("thoughts", .integer(usage.thoughts)), ("context", .integer(usage.context)),
                ]
            )
        case .turnComplete(let reason): ("turnComplete", reason, [("reason", .string(reason))])
        case .interactionStatus(let status): ("interactionStatus", status, [("status", .string(status))])
        case .goAway(let goAway):
            (
                "goAway", goAway.timeLeft.map { "\(Format.latency($0)) left" },
                [("timeLeftSeconds", .number(goAway.timeLeft?.seconds))]
            )
        case .resumptionUpdate(let update):
            (
                "resumptionUpdate", update.isResumable ? "resumable" : "not resumable",
                [("resumable", .bool(update.isResumable))]
            )
        case .filteredPrompt(let prompt):
            (
                "filteredPrompt", [prompt.text, prompt.reason].compactMap(\.self).joined(separator: ": "),
                [("text", .string(prompt.text)), ("reason", .string(prompt.reason))]
            )
        case .warning(let text): words("warning", text)
        default: nil
        }
    }

    private static func words(_ event: String, _ text: String) -> Words { (event, text, [("text", .string(text))]) }

    private static func name(of part: Part) -> String {
        switch part {
        case .text: "text"
        case .thought: "thought"
        case .blob(let blob): blob.mimeType ?? "media"
        case .functionCall(let call): "call of \(call.name)"
        case .functionResponse(let response): "response of \(response.name)"
        case .executableCode(let language, _): "code in \(language ?? "an unnamed language")"
        case .codeResult(let outcome, _): "result of code: \(outcome ?? "unknown")"
        case .file(let mimeType, _): "file, \(mimeType ?? "type unknown")"
        case .serviceCall(let call): "call of the service's \(call.name)"
        case .serviceResult(let result): "result of the service's \(result.name)"
        case .transcription: "transcript"
        }
    }
}
