import LiveProtocol

/// Turns the server's lines of a script into messages. Handles and call ids are numbered, so that equal scripts give
/// equal messages.
package struct ServerVoice: Sendable {
    package struct Utterance: Equatable, Sendable {
        package var after: Duration
        package var message: ServerJSON
        /// Sent instead of `message`, which says what of it a client of the simulator understands.
        package var text: String?

        package func bytes() throws -> [UInt8] { try text.map { Array($0.utf8) } ?? MessageCoding.encode(message) }
    }

    private var voice: Voice
    private var context = ContextLedger()
    private var openCalls: [String] = []
    private var calls = 0
    private var handles = 0
    private let seed: UInt64

    package init(seed: UInt64) {
        self.seed = seed
        voice = Voice(seed: seed, sampleRate: 24_000)
    }

    /// Empty for lines that are not messages.
    package mutating func utterances(for line: ServerLine) -> [Utterance] {
        if case .audio(let length, let chunk, let speed) = line { return audio(length, chunk: chunk, speed: speed) }
        if case .json(let text) = line { return [Utterance(after: .zero, message: .init(reading: text), text: text)] }
        return message(for: line).map { [Utterance(after: .zero, message: $0)] } ?? []
    }

    private mutating func message(for line: ServerLine) -> ServerJSON? {
        switch line {
        case .setupComplete: ServerJSON(setupComplete: .init())
        case .text(let text): said(text)
        case .inputTranscription(let text): .inputTranscription(text)
        case .outputTranscription(let text): .outputTranscription(text)
        case .silence(let length): .audio(Voice.silence(length, sampleRate: 24_000))
        case .samples(let samples): played(samples)
        case .voiceActivity(let isStart, let offset): .voiceActivity(isStart: isStart, offset: offset)
        case .interrupted: .interrupted
        case .generationComplete: .generationComplete
        case .usage(let line): ServerJSON(usageMetadata: .init(line))
        case .turnComplete: .turnComplete(context.closeTurn())
        case .turnCompleteWith(let line): .turnComplete(.init(line))
        case .toolCall(let name): call(name)
        case .toolCallCancellation: cancellation()
        case .resumptionUpdate: update()
        case .goAway(let timeLeft): .goAway(timeLeft: timeLeft)
        case .audio, .json, .pong, .close, .hangUp: nil
        }
    }

    private mutating func audio(_ length: Duration, chunk: Duration, speed: Double) -> [Utterance] {
        context.addResponse(audio: length)
        return length.pieces(of: chunk).map { Utterance(after: $0 / speed, message: .audio(voice.speak($0))) }
    }

    private mutating func played(_ samples: [Int16]) -> ServerJSON {
        context.addResponse(audio: .seconds(1) * samples.count / 24_000)
        return .audio(Voice.bytes(samples))
    }

    private mutating func said(_ text: String) -> ServerJSON {
        context.addResponse(text: text)
        return .text(text)
    }

    private mutating func call(_ name: String) -> ServerJSON {
        calls += 1
        let id = "function-call-\(calls)"
        openCalls.append(id)
        return ServerJSON(toolCall: .init(functionCalls: [.init(id: id, name: name, args: ["city": "Berlin"])]))
    }

    private mutating func cancellation() -> ServerJSON {
        defer { openCalls = [] }
        return ServerJSON(toolCallCancellation: .init(ids: openCalls))
    }

    private mutating func update() -> ServerJSON {
        handles += 1
        return ServerJSON(sessionResumptionUpdate: .init(newHandle: "handle-\(seed)-\(handles)", resumable: true))
    }
}
