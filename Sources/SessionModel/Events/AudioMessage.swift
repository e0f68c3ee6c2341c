import LiveProtocol

/// An audio message as one client or service keeps sending it: which of its bytes change, and what it holds.
struct AudioMessage: Sendable {
    private let mould: JSONMould
    private let kinds: MessageKinds
    /// The fact, with the audio of the message it was learned from.
    private let chunk: AudioChunk

    /// Nil where `payload` holds anything beside one piece of linear PCM.
    init?(_ payload: [UInt8], _ kinds: MessageKinds, _ facts: [LiveEvent.Kind]) {
        guard facts.count == 1, let chunk = facts.first?.audio, chunk.format != nil,
            let mould = JSONMould(payload, around: chunk.base64)
        else { return nil }
        (self.mould, self.kinds) = (mould, kinds)
        self.chunk = chunk.replacing([])
    }

    /// Appends what the next message says; false where it is not one of the same. Mutating, though it changes nothing:
    /// whoever has it in an optional would work on a copy.
    mutating func read(_ message: MessageAssembler.Message, _ direction: Direction, into kinds: inout [LiveEvent.Kind])
        -> Bool
    {
        guard !message.isIncomplete, let base64 = mould.hole(of: message.payload) else { return false }
        let chunk = chunk.replacing(base64)
        let digest = MessageDigest(
            kinds: self.kinds, byteCount: message.byteCount, text: LiveFacts.digest(ofAudio: chunk.duration ?? .zero))
        kinds.append(.message(direction, digest))
        kinds.append(direction == .clientToServer ? .client(.audio(chunk)) : .server(.audio(chunk)))
        return true
    }
}

extension LiveEvent.Kind {
    fileprivate var audio: AudioChunk? {
        switch self {
        case .client(.audio(let chunk)), .server(.audio(let chunk)): chunk
        default: nil
        }
    }
}

extension AudioChunk {
    fileprivate func replacing(_ base64: ArraySlice<UInt8>) -> AudioChunk {
        var chunk = self
        chunk.base64 = base64
        chunk.byteCount = Base64.decodedCount(of: base64)
        return chunk
    }
}
