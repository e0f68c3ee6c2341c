import ArgumentParser
import Runtime

/// `livetop mcp`: answers coding agents over the standard streams.
struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract:
            "Let a coding agent ask about recorded calls (Model Context Protocol over standard input and output).",
        discussion: """
            The agent starts it. Tools: sessions, show, diagnose, grep, diff, lint; resources: the rules and the protocol. It \
            reads the data folder alone; docs/agents.md has the lines for common agents. With --allow-faults it also runs \
            programs and breaks calls: drill, fault, faults, stop_faults.

            Examples:
              claude mcp add livetop -- livetop mcp
              echo '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' | livetop mcp
            """)

    @OptionGroup var data: DataOptions

    @Flag(help: "Let the agent run programs against the simulated service (drill) and break calls that run.")
    var allowFaults = false

    func run() throws {
        let configuration = try data.configuration()
        let server = AgentServer(
            tools: AgentTools(configuration: configuration).all
                + (allowFaults ? AgentFaultTools(configuration: configuration).all : []),
            resources: AgentResources.all,
            instructions: AgentResources.instructions(allowsFaults: allowFaults), version: LivetopVersion.number)
        var lines = AgentLines.standardInput
        while let line = lines.next() {
            switch line {
            case .line(let bytes):
                // Some clients end with an empty line.
                guard bytes.contains(where: { $0 > 0x20 }), let answer = server.answer(to: bytes) else { continue }
                try StandardOutput.write(answer)
            case .tooLong: try StandardOutput.write(server.refusal(ofMoreThan: AgentLines.limit))
            }
        }
    }
}
