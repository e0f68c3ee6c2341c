import LiveProtocol

/// What the service may have counted for media that crossed, where it does not say (`docs/protocol.md#tokens`): an
/// estimate, from lengths alone.
struct MediaTokens: Codable, Hashable, Sendable {
    private(set) var input = TokenCounts()
    private(set) var output = TokenCounts()
    /// Fractions of a token that chunks of 20 ms leave over, in nanoseconds of audio.
    private var inputAudio: Int64 = 0
    private var outputAudio: Int64 = 0
    private var inputLetters = 0
    private var outputLetters = 0

    static let audioTokensPerSecond: Int64 = 25
    /// Letters per token.
    static let letters = 4
    private static let audioToken: Int64 = 1_000_000_000 / audioTokensPerSecond

    /// - Parameter image: tokens per image, by the media resolution of the setup.
    mutating func apply(_ kind: LiveEvent.Kind, image: Int64) {
        switch kind {
        case .client(.audio(let chunk)):
            input.audio = input.audio.addingClamped(Self.take(chunk, &inputAudio))
        case .client(.video): input.image = input.image.addingClamped(image)
        case .client(.text(let text)): count(input: text)
        case .client(.content(let content)): for turn in content.turns { count(input: turn.text) }
        case .client(.toolResponse(let response)): count(input: response.response ?? "")
        case .server(.audio(let chunk)):
            output.audio = output.audio.addingClamped(Self.take(chunk, &outputAudio))
        case .server(.text(let text)), .server(.thought(let text)): count(output: text)
        case .server(.toolCall(let call)): count(output: call.arguments ?? "")
        default: break
        }
    }

    private static func take(_ chunk: AudioChunk, _ rest: inout Int64) -> Int64 {
        rest = rest.addingClamped(chunk.duration?.nanoseconds ?? 0)
        defer { rest %= audioToken }
        return rest / audioToken
    }

    private mutating func count(input text: String) {
        inputLetters += text.utf8.count
        input.text = input.text.addingClamped(Int64(inputLetters / Self.letters))
        inputLetters %= Self.letters
    }

    private mutating func count(output text: String) {
        outputLetters += text.utf8.count
        output.text = output.text.addingClamped(Int64(outputLetters / Self.letters))
        outputLetters %= Self.letters
    }

    var total: Int64 { input.total.addingClamped(output.total) }

    /// Tokens per image: 66 at low resolution, else 256 (`docs/protocol.md#tokens`).
    static func perImage(_ resolution: String?) -> Int64 {
        resolution == "MEDIA_RESOLUTION_LOW" ? 66 : 256
    }
}
