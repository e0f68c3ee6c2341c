/// A run of parts by one side, as in `clientContent.turns[]`, `modelTurn` and `systemInstruction`.
public struct Content: Hashable, Sendable {
    /// `user`, `model`, on Vertex also `system`; nil when absent.
    public var role: String?
    public var parts: [Part]

    public init(role: String? = nil, parts: [Part] = []) {
        self.role = role
        self.parts = parts
    }

    /// All texts that are not thoughts, one after the other.
    public var text: String {
        parts.reduce(into: "") { text, part in
            if case .text(let more) = part { text += more }
        }
    }
}

/// One part of a content. Thought signatures carry nothing livetop shows and are left out.
public enum Part: Hashable, Sendable {
    case text(String)
    /// A text marked `thought`.
    case thought(String)
    case blob(Blob)
    case functionCall(FunctionCall)
    case functionResponse(FunctionResponse)
    case executableCode(language: String?, code: String)
    case codeResult(outcome: String?, output: String)
    /// `fileData`: media that the service fetches itself.
    case file(mimeType: String?, uri: String?)
}

/// Media inside a message: `inlineData`, `realtimeInput.audio`, `realtimeInput.video`.
public struct Blob: Hashable, Sendable {
    public var mimeType: String?
    /// The media as it stands in the message: standard base64 from JavaScript, URL-safe from the Python SDKs.
    /// A slice of the message, so nothing is copied; a stored copy keeps that message alive.
    public var base64: ArraySlice<UInt8>

    public init(mimeType: String?, base64: ArraySlice<UInt8>) {
        self.mimeType = mimeType
        self.base64 = base64
    }

    /// Bytes of media, known from the length of the base64 alone.
    public var byteCount: Int { Base64.decodedCount(of: base64) }

    public var isAudio: Bool { mimeType?.lowercased().hasPrefix("audio/") ?? false }

    /// The media, nil when the base64 is broken.
    public func decoded() -> [UInt8]? { Base64.decode(base64) }
}
