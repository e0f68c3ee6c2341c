package import LiveProtocol

/// What an agent asks a tool with: every value is checked against what the tool says it takes.
package struct AgentArguments {
    private let values: JSONValue

    /// - Throws: `UserError` for what the tool does not take, for a value of another type, and where one is missing.
    init(_ values: JSONValue, of tool: AgentTool) throws(UserError) {
        self.values = values
        guard let members = values.members else {
            throw Self.wrong(tool, "arguments is no object", "{\"\(tool.parameters.first?.name ?? "")\": …}")
        }
        for member in members where !tool.parameters.contains(where: { $0.name == member.name }) {
            let names = tool.parameters.map(\.name)
            throw Self.wrong(tool, "it takes no '\(member.name)'", "it takes \(names.joined(separator: ", "))")
        }
        for parameter in tool.parameters { try check(parameter, of: tool) }
    }

    private func check(_ parameter: AgentTool.Parameter, of tool: AgentTool) throws(UserError) {
        guard let value = values[parameter.name], value != .null else {
            guard !parameter.isRequired else {
                throw Self.wrong(tool, "\(parameter.name) is missing", "\(parameter.name): \(parameter.summary)")
            }
            return
        }
        guard parameter.takes(value) else {
            throw Self.wrong(tool, "\(parameter.name) is no \(parameter.kind.rawValue)", parameter.summary)
        }
        guard parameter.choices.isEmpty || value.string.map(parameter.choices.contains) == true else {
            throw Self.wrong(
                tool, "\(parameter.name) cannot be '\(value.string ?? "")'",
                "it is one of \(parameter.choices.joined(separator: ", "))")
        }
    }

    private static func wrong(_ tool: AgentTool, _ why: String, _ remedy: String) -> UserError {
        UserError(.usage, what: "cannot ask \(tool.name)", why: why, remedy: remedy)
    }

    package func string(_ name: String) -> String? { values[name]?.string }
    package func integer(_ name: String) -> Int? { values[name]?.integer.map { Int($0) } }
    package func number(_ name: String) -> Double? { values[name]?.number }
    package func flag(_ name: String) -> Bool? { values[name]?.bool }
    package func object(_ name: String) -> JSONValue? { values[name].flatMap { $0.members == nil ? nil : $0 } }
}

extension AgentTool.Parameter {
    fileprivate func takes(_ value: JSONValue) -> Bool {
        switch kind {
        case .string: value.string != nil
        case .integer: value.integer != nil
        case .number: value.number != nil
        case .boolean: value.bool != nil
        case .object: value.members != nil
        }
    }
}
