import ArgumentParser
import Foundation
import LiveProtocol
import Runtime
import SessionStore
import Settings

/// `livetop env`: the variables that lead SDKs of this shell to the proxy.
struct EnvCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env", abstract: "Print the exports that lead the SDKs of a shell to the proxy, for eval.",
        discussion: """
            Examples:
              eval "$(livetop env)"
              livetop env --sdk python --shell fish | source
            """)

    @OptionGroup(title: "Proxy options") var options: ProxyOptions

    @Option(help: "Only the variables of one SDK.")
    var sdk: SDK?

    @Option(help: "The shell that reads the lines; without it the one that SHELL names.")
    var shell: ShellSyntax?

    @Option(help: ArgumentHelp("Tag of the sessions: letters, digits, '-', '_' and '.'.", valueName: "name"))
    var tag: Tag?

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        let inherited = ProcessInfo.processInfo.environment
        let settings = try options.load().settings
        let port = try port(settings)
        let client = try await ClientEnvironment.prepared(
            settings: settings, port: port, tag: tag?.name, inherited: inherited,
            audience: sdk?.audience ?? .everybody)
        let variables = client.variables(over: inherited)
        if json {
            let members = variables.map { ($0.name, JSONValue.string($0.value)) }
            try StandardOutput.say(
                JSONValue.object([("schema", "livetop.env/1"), ("variables", .object(members))]).text)
        } else {
            let shell = shell ?? ShellSyntax(path: inherited["SHELL"])
            for variable in variables { try StandardOutput.say(shell.export(variable.name, variable.value)) }
        }
    }

    /// The port of the proxy that runs on the data folder, or the one that the settings name.
    private func port(_ settings: ProxySettings) throws(UserError) -> Int {
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        if let port = FolderLock.holder(of: folder)?.port { return port }
        guard settings.port != 0 else {
            throw UserError(
                .unavailable, what: "cannot tell the port",
                why: "no livetop is running, and port 0 is chosen at its start",
                remedy: "start livetop first, or name a port with --port")
        }
        StandardError.say("livetop: none is running yet; these lines lead to port \(settings.port)")
        return Int(settings.port)
    }
}
