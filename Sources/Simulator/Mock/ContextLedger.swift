import LiveProtocol

/// Tokens in the context, by modality, and what the turn in progress adds.
///
/// Rates as Google documents them: 25 tokens per second of audio; text about four characters a token. Every usage
/// message is per turn and its prompt holds the whole context, so it grows (`docs/protocol.md#tokens`).
struct ContextLedger: Equatable, Sendable {
    private var promptText: Double
    private var promptAudio = 0.0
    private var promptImage = 0.0
    private var responseText = 0.0
    private var responseAudio = 0.0

    /// A bare "Hi" was seen to cost about a hundred prompt tokens: the service's own prompt.
    init(systemTokens: Double = 96) { promptText = systemTokens }

    var total: Int { Int(promptText + promptAudio + promptImage + responseText + responseAudio) }

    mutating func addPrompt(text: String) { promptText += Double(text.utf8.count) / 4 }
    mutating func addPrompt(audio: Duration) { promptAudio += audio.seconds * 25 }
    /// Near enough to what an image of any resolution costs.
    mutating func addImage() { promptImage += 128 }
    mutating func addResponse(text: String) { responseText += Double(text.utf8.count) / 4 }
    mutating func addResponse(audio: Duration) { responseAudio += audio.seconds * 25 }

    /// A sliding window drops the oldest history until `target` tokens are left.
    mutating func compress(above trigger: Int, to target: Int) {
        guard total > trigger, total > 0 else { return }
        let share = Double(min(target, total)) / Double(total)
        promptText *= share
        promptAudio *= share
        promptImage *= share
    }

    /// Ends the turn: its usage, and from now on its response is part of the context.
    mutating func closeTurn() -> ServerJSON.UsageMetadata {
        let usage = UsageLine(
            promptText: Int(promptText), promptAudio: Int(promptAudio), promptImage: Int(promptImage),
            responseText: Int(responseText), responseAudio: Int(responseAudio))
        promptText += responseText
        promptAudio += responseAudio
        responseText = 0
        responseAudio = 0
        return ServerJSON.UsageMetadata(usage)
    }
}
