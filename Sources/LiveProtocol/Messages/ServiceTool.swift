/// The service runs a tool of its own: nobody waits for the client.
public struct ServiceCall: Hashable, Sendable {
    public var id: String?
    /// As on the wire: `GOOGLE_SEARCH_WEB`, `google_search`.
    public var name: String
    /// The JSON text of the wire; nil when absent.
    public var arguments: String?

    public init(id: String?, name: String, arguments: String? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// What came of it.
public struct ServiceResult: Hashable, Sendable {
    /// That of the call.
    public var id: String?
    public var name: String
    /// The JSON text of the wire; nil when absent.
    public var response: String?

    public init(id: String?, name: String, response: String? = nil) {
        self.id = id
        self.name = name
        self.response = response
    }
}

extension ServiceCall {
    /// A part's `toolCall`.
    init(part node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) {
        reader.expect(only: ["id", "toolType", "args"], in: node, path)
        let type = reader.checked(node["toolType"]?.string, in: Self.types, "toolType")
        self.init(id: node["id"]?.string, name: type ?? "tool", arguments: node["args"]?.sourceText)
    }

    fileprivate static let types: Set = [
        "TOOL_TYPE_UNSPECIFIED", "GOOGLE_SEARCH_WEB", "GOOGLE_SEARCH_IMAGE", "URL_CONTEXT", "GOOGLE_MAPS",
        "FILE_SEARCH", "MEDIA_PROCESSING",
    ]
}

extension ServiceResult {
    /// A part's `toolResponse`.
    init(part node: JSONNode, _ path: StaticString, _ reader: inout MessageReader) {
        reader.expect(only: ["id", "toolType", "response"], in: node, path)
        let type = reader.checked(node["toolType"]?.string, in: ServiceCall.types, "toolType")
        self.init(id: node["id"]?.string, name: type ?? "tool", response: node["response"]?.sourceText)
    }
}
