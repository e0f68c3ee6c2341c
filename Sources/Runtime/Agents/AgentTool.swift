package import LiveProtocol

/// Something that a coding agent can ask livetop, as the Model Context Protocol describes it.
package struct AgentTool {
    package var name: String
    package var title: String
    /// For the agent: what it answers, and when it is worth asking.
    package var summary: String
    package var parameters: [Parameter]
    /// Nothing is changed, and nothing but the recording is asked.
    package var isReadOnly: Bool
    /// What a `UserError` says goes back to the agent, which can mend its question.
    package var answer: (AgentArguments) throws -> AgentAnswer

    package init(
        name: String, title: String, summary: String, parameters: [Parameter], isReadOnly: Bool = true,
        answer: @escaping (AgentArguments) throws -> AgentAnswer
    ) {
        (self.name, self.title, self.summary, self.parameters) = (name, title, summary, parameters)
        self.isReadOnly = isReadOnly
        self.answer = answer
    }

    package struct Parameter {
        package enum Kind: String {
            case string, integer, number, boolean, object
        }

        package var name: String
        package var kind: Kind
        package var summary: String
        package var isRequired: Bool
        /// What it may be; empty for anything.
        package var choices: [String]

        package init(
            _ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false, choices: [String] = []
        ) {
            (self.name, self.kind, self.summary) = (name, kind, summary)
            (self.isRequired, self.choices) = (isRequired, choices)
        }
    }

    var json: JSONValue {
        .object([
            ("name", .string(name)), ("title", .string(title)), ("description", .string(summary)),
            ("inputSchema", schema),
            (
                "annotations",
                .object([
                    ("readOnlyHint", .bool(isReadOnly)), ("destructiveHint", .bool(!isReadOnly)),
                    ("openWorldHint", .bool(!isReadOnly)),
                ])
            ),
        ])
    }

    private var schema: JSONValue {
        let properties = parameters.map { parameter -> (String, JSONValue) in
            var members: [(String, JSONValue)] = [
                ("type", .string(parameter.kind.rawValue)), ("description", .string(parameter.summary)),
            ]
            if !parameter.choices.isEmpty { members.append(("enum", .array(parameter.choices.map(JSONValue.string)))) }
            return (parameter.name, .object(members))
        }
        return .object([
            ("type", "object"), ("properties", .object(properties)),
            ("required", .array(parameters.filter(\.isRequired).map { .string($0.name) })),
            ("additionalProperties", false),
        ])
    }
}

/// What a tool says: text for the agent, or a document.
package enum AgentAnswer {
    case text(String)
    case document(JSONValue)

    var content: [(String, JSONValue)] {
        switch self {
        case .text(let text): [("content", Self.content(text))]
        case .document(let value): [("content", Self.content(value.text)), ("structuredContent", value)]
        }
    }

    static func content(_ text: String) -> JSONValue {
        .array([.object([("type", "text"), ("text", .string(text))])])
    }
}

/// Something that an agent can read as a whole.
package struct AgentResource {
    package var address: String
    package var name: String
    package var summary: String
    package var type: String
    package var text: () -> String

    package init(
        address: String, name: String, summary: String, type: String = "text/markdown", text: @escaping () -> String
    ) {
        (self.address, self.name, self.summary) = (address, name, summary)
        (self.type, self.text) = (type, text)
    }

    var json: JSONValue {
        .object([
            ("uri", .string(address)), ("name", .string(name)), ("description", .string(summary)),
            ("mimeType", .string(type)),
        ])
    }

    var contents: JSONValue {
        .object([("uri", .string(address)), ("mimeType", .string(type)), ("text", .string(text()))])
    }
}
