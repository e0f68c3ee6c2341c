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
    /// `toolCall` and `toolResponse`: a tool that the service runs.
    case serviceCall(ServiceCall)
    case serviceResult(ServiceResult)
    /// `audioTranscription`.
    case transcription(Transcription)
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

    public var isAudio: Bool {
        guard let letters = mimeType?.utf8, letters.count >= 6 else { return false }
        // Of each media message: without a copy of the type in small letters.
        return zip(letters, "audio/".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    /// The media, nil when the base64 is broken.
    public func decoded() -> [UInt8]? { Base64.decode(base64) }
}

extension Content {
    init(_ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "role": role = value.string
            case "parts": for part in value.elements { parts += Part.list(part, path, &reader) }
            default: reader.unknown(path, key)
            }
        }
    }

    /// A list of contents; a single one is taken as a list of one, as some samples send it.
    static func list(_ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) -> [Content] {
        node.isObject ? [Content(node, path, &reader)] : node.elements.map { Content($0, path, &reader) }
    }

    /// The text of a system instruction: a content, or a plain string as some samples send it.
    static func text(of node: JSONNode, _ reader: inout MessageReader) -> String {
        node.string ?? Content(node, "systemInstruction", &reader).text
    }
}

extension Part {
    /// What one part holds: usually one thing, none for parts that only carry a signature.
    static func list(_ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) -> [Part] {
        var parts: [Part] = []
        let isThought = node["thought"]?.isTrue ?? false
        for (key, value) in node.fields {
            switch key {
            case "text": if let text = value.string { parts.append(isThought ? .thought(text) : .text(text)) }
            case "inlineData": parts.append(.blob(Blob(value, path, &reader)))
            case "functionCall": parts.append(.functionCall(FunctionCall(value, &reader)))
            case "functionResponse": parts.append(.functionResponse(FunctionResponse(value, &reader)))
            case "executableCode":
                parts.append(.executableCode(language: value["language"]?.string, code: value["code"]?.string ?? ""))
                reader.expect(only: ["language", "code", "id"], in: value, path)
            case "codeExecutionResult":
                parts.append(.codeResult(outcome: value["outcome"]?.string, output: value["output"]?.string ?? ""))
                reader.expect(only: ["outcome", "output", "id"], in: value, path)
            case "fileData":
                parts.append(.file(mimeType: value["mimeType"]?.string, uri: value["fileUri"]?.string))
                reader.expect(only: ["mimeType", "fileUri", "displayName"], in: value, path)
            case "toolCall": parts.append(.serviceCall(ServiceCall(part: value, path, &reader)))
            case "toolResponse": parts.append(.serviceResult(ServiceResult(part: value, path, &reader)))
            case "audioTranscription": parts.append(.transcription(Transcription(value, &reader)))
            default: if !isWithoutContent(key) { reader.unknown(path, key) }
            }
        }
        return parts
    }

    /// Known, and nothing to show.
    private static func isWithoutContent(_ key: JSONKey) -> Bool {
        switch key {
        case "thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata", "mediaProcessing",
            "speechMetadata", "audioMetadata", "documentMetadata", "spreadsheetMetadata":
            true
        default: false
        }
    }
}

extension Blob {
    init(_ node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) {
        self.init(mimeType: nil, base64: [])
        for (key, value) in node.fields {
            switch key {
            case "data": base64 = value.stringBytes ?? []
            case "mimeType": mimeType = value.string
            case "displayName": break
            default: reader.unknown(path, key)
            }
        }
    }
}
