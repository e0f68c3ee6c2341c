/// `setup.sessionResumption`. Its presence alone, even `{}`, turns updates on.
public struct SessionResumptionRequest: Codable, Hashable, Sendable {
    /// Keyed hash of the handle: `Redaction` has replaced the handle itself. Nil asks for a new session.
    public var handle: String?
    /// Vertex only: the server reports which client messages it has consumed.
    public var isTransparent: Bool
    /// `handle` was sent as null, which 3.x refuses.
    public var hasNullHandle = false

    public init(handle: String? = nil, isTransparent: Bool = false) {
        self.handle = handle
        self.isTransparent = isTransparent
    }
}

/// `sessionResumptionUpdate`: whether, and with which handle, the session could be resumed now.
public struct SessionResumptionUpdate: Hashable, Sendable {
    /// Keyed hash of `newHandle`; nil when absent or empty, as while the model generates.
    public var handle: String?
    public var isResumable: Bool
    /// Vertex transparent mode only.
    public var lastConsumedClientMessageIndex: Int64?

    public init(handle: String? = nil, isResumable: Bool = false, lastConsumedClientMessageIndex: Int64? = nil) {
        self.handle = handle
        self.isResumable = isResumable
        self.lastConsumedClientMessageIndex = lastConsumedClientMessageIndex
    }
}

extension SessionResumptionRequest {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "handle": handle = value.string.flatMap { $0.isEmpty ? nil : $0 }
            case "transparent": isTransparent = value.isTrue
            default: reader.unknown("setup.sessionResumption", key)
            }
        }
        // To the protocol null is absence; to some models it is not.
        hasNullHandle = node.members.contains { "handle" ~= $0.key && $0.value.isNull }
    }
}

extension SessionResumptionUpdate {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "newHandle": handle = value.string.flatMap { $0.isEmpty ? nil : $0 }
            case "resumable": isResumable = value.isTrue
            case "lastConsumedClientMessageIndex": lastConsumedClientMessageIndex = value.count
            default: reader.unknown("sessionResumptionUpdate", key)
            }
        }
    }
}
