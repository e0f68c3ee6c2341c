internal import LiveProtocol

/// Answers the Model Context Protocol (https://modelcontextprotocol.io/specification), a line at a time.
///
/// Holds nothing between lines: an agent may ask in any order, and before it has introduced itself.
package struct AgentServer {
    private let tools: [AgentTool]
    private let resources: [AgentResource]
    private let instructions: String
    private let version: String

    /// Versions of the protocol in which what is answered here is the same, the newest first.
    static let protocols = ["2025-06-18", "2025-03-26", "2024-11-05"]

    package init(tools: [AgentTool], resources: [AgentResource], instructions: String, version: String) {
        (self.tools, self.resources) = (tools, resources)
        (self.instructions, self.version) = (instructions, version)
    }

    /// The answer to a line, with its line end; nil for what is not to be answered.
    package func answer(to line: [UInt8]) -> [UInt8]? {
        let answer: JSONValue
        do throws(RPCFailure) {
            let message = try RPCMessage(line)
            guard let id = message.id else { return nil }
            do throws(RPCFailure) {
                let result = try result(of: message)
                answer = .object([("jsonrpc", "2.0"), ("id", id), ("result", result)])
            } catch {
                answer = RPCFailure(error.code, error.message, id: id).json
            }
        } catch {
            answer = error.json
        }
        return answer.utf8 + [0x0A]
    }

    /// To a line that is longer than anybody needs.
    package func refusal(ofMoreThan limit: Int) -> [UInt8] {
        RPCFailure(.request, "a line of more than \(limit) bytes is not read").json.utf8 + [0x0A]
    }

    private func result(of message: RPCMessage) throws(RPCFailure) -> JSONValue {
        switch message.method {
        case "initialize": return initialized(message.parameters)
        case "ping": return .noMembers
        case "tools/list": return .object([("tools", .array(tools.map(\.json)))])
        case "tools/call": return try called(message.parameters)
        case "resources/list": return .object([("resources", .array(resources.map(\.json)))])
        case "resources/templates/list": return .object([("resourceTemplates", .array([]))])
        case "resources/read": return try read(message.parameters)
        case "prompts/list": return .object([("prompts", .array([]))])
        default: throw RPCFailure(.method, "there is no method '\(message.method.prefix(80))'")
        }
    }

    private func initialized(_ parameters: JSONValue) -> JSONValue {
        let wanted = parameters["protocolVersion"]?.string
        let chosen = Self.protocols.first { $0 == wanted } ?? Self.protocols[0]
        return .object([
            ("protocolVersion", .string(chosen)),
            ("capabilities", .object([("tools", .noMembers), ("resources", .noMembers)])),
            (
                "serverInfo",
                .object([("name", "livetop"), ("title", "livetop: Gemini Live calls"), ("version", .string(version))])
            ),
            ("instructions", .string(instructions)),
        ])
    }

    // MARK: Tools

    private func called(_ parameters: JSONValue) throws(RPCFailure) -> JSONValue {
        guard let name = parameters["name"]?.string else { throw RPCFailure(.parameters, "no tool is named") }
        guard let tool = tools.first(where: { $0.name == name }) else {
            let names = tools.map(\.name).joined(separator: ", ")
            throw RPCFailure(.parameters, "there is no tool '\(name.prefix(80))'; there is: \(names)")
        }
        do {
            let arguments = try AgentArguments(parameters["arguments"] ?? .noMembers, of: tool)
            return .object(try tool.answer(arguments).content + [("isError", false)])
        } catch {
            var told = UserError(failure: error)
            if let remedy = told?.remedy { told?.remedy = voiced(remedy) }
            let text = told?.description ?? "\(error)"
            return .object([("content", AgentAnswer.content(Redaction.text(text))), ("isError", true)])
        }
    }

    /// A remedy that names a command, with the tool that does the same: who asks here has no shell.
    private func voiced(_ remedy: String) -> String {
        remedy.replacing(#/'?\blivetop ([a-z]+)\b'?/#) { match -> String in
            let name = match.1 == "ls" ? "sessions" : String(match.1)
            return tools.contains { $0.name == name } ? "the tool \(name)" : String(match.0)
        }
    }

    private func read(_ parameters: JSONValue) throws(RPCFailure) -> JSONValue {
        guard let address = parameters["uri"]?.string else { throw RPCFailure(.parameters, "no uri is given") }
        guard let resource = resources.first(where: { $0.address == address }) else {
            throw RPCFailure(.resource, "there is no resource '\(address.prefix(80))'")
        }
        return .object([("contents", .array([resource.contents]))])
    }
}
