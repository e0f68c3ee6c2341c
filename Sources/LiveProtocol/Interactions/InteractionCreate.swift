extension Setup {
    /// `interaction.create`.
    init(interaction node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "eventType": break
            case "model": model = value.string
            case "previousInteractionId": previousInteraction = value.string
            case "store": storesInteraction = value.bool
            case "systemInstruction": systemInstruction = value.string
            case "tools": tools = value.elements.map { Tool(interaction: $0, &reader) }
            default: reader.unknown("interaction.create", key)
            }
        }
    }
}

extension Tool {
    /// An element of `interaction.create`'s `tools`. What a tool of the service is configured with is not looked at: it is
    /// the user's data, and full of credentials.
    init(interaction node: JSONNode, _ reader: inout MessageReader) {
        let type = node["type"]?.string ?? ""
        guard type != "function" else {
            reader.expect(only: Self.functionFields, in: node, "interaction.create.tools")
            self = .function(name: node["name"]?.string ?? "", behavior: nil)
            return
        }
        if Self.names[type] == nil { _ = reader.checked(type, in: [], "interaction.create.tools.type") }
        self = .builtIn(Self.names[type] ?? type)
    }

    private static let functionFields: [StaticString] = [
        "type", "name", "description", "shortDescription", "parameters",
    ]

    /// As `setup` of the other protocol calls them, where it has them.
    private static let names = [
        "google_search": "googleSearch", "google_maps": "googleMaps", "code_execution": "codeExecution",
        "url_context": "urlContext", "computer_use": "computerUse", "file_search": "fileSearch",
        "mcp_server": "mcpServers", "retrieval": "retrieval", "tool_search": "toolSearch",
    ]
}
