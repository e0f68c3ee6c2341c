import ArgumentParser
import Foundation
import LiveProtocol
import Runtime
import SessionStore
import Settings

/// `livetop run`: a program with its calls going through the proxy.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a program with its calls going through the proxy, and record them.",
        usage: "livetop run [<options>] [--] <command> ...",
        discussion: """
            The program keeps the terminal, gets the signals, and its exit code is that of livetop. A running \
            livetop is used, unless another upstream is named than its own; otherwise the program gets a proxy for as \
            long as it runs. At the end stands how each call ended, the worst that was found, and the command that tells more.

            Examples:
              livetop run -- python app.py
              livetop run --tag my-branch -- npm start
              livetop run --connect -- python fixed_host.py
              livetop run --fault goaway@30s,left=10s -- python app.py
            """)

    @OptionGroup(title: "Proxy options") var options: ProxyOptions
    @OptionGroup(title: "Alarm options") var alarms: AlarmOptions
    @OptionGroup(title: "Fault options") var faults: FaultOptions

    @OptionGroup(title: "Forward proxy options") var forward: ConnectOptions

    @Option(help: ArgumentHelp("Tag of the sessions: letters, digits, '-', '_' and '.'.", valueName: "name"))
    var tag: Tag?

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "The program and its arguments, after -- where they begin with a dash.", valueName: "command"))
    var command: [String] = []

    /// What is passed through, the parser does not look at.
    func validate() throws {
        if command.first == "--help" || command.first == "-h" { throw CleanExit.helpRequest(Self.self) }
        if forward.connect, tag != nil {
            throw ValidationError("--tag goes into a base URL, and --connect gives none: leave out one of the two")
        }
        if forward.connect, !faults.given.isEmpty {
            throw ValidationError("--fault goes into a base URL, and --connect gives none: leave out one of the two")
        }
    }

    func run() async throws {
        let state = ProcessStart.inherited
        let program = try program()
        let environment = ProcessInfo.processInfo.environment
        let broken = try faults.ofEveryCall()
        var configuration = try options.load()
        configuration.connects = forward.connect
        let proxy = try await LaunchProxy.find(for: configuration)
        let code: Int32
        do {
            let variables = try await variables(for: proxy, broken, over: environment)
            for line in proxy.introduction(of: program[0]) { StandardError.say("livetop: " + line) }
            if let words = faults.words { StandardError.say("livetop: FAULTS ON: \(words)") }
            code = try await proxy.during(alarms.alarm) {
                let code = try await Self.exitCode(
                    of: program, environment: environment.merging(variables) { $1 }, inherited: state)
                await proxy.shutdown()
                return code
            }
        } catch {
            await proxy.shutdown()
            throw error
        }
        let summary = RunSummary(
            proxy: proxy, tag: tag?.name, knowledge: configuration.knowledge,
            namesFolder: configuration[.dataDirectory].origin == .flag)
        for line in summary.lines { StandardError.say("livetop: " + line) }
        throw ExitCode(code)
    }

    private func variables(
        for proxy: LaunchProxy, _ broken: [String], over environment: [String: String]
    ) async throws -> [(String, String)] {
        if forward.connect { return ForwardEnvironment(proxy.settings, port: proxy.port).variables(over: environment) }
        let client = try await ClientEnvironment.prepared(
            settings: proxy.settings, port: proxy.port, tag: tag?.name, inherited: environment, audience: .everybody,
            faults: broken)
        return client.variables(over: environment).map { ($0.name, $0.value) }
    }

    private static func exitCode(
        of program: [String], environment: [String: String], inherited: InheritedState
    ) async throws(UserError) -> Int32 {
        SignalForwarding.install(inherited)
        defer { SignalForwarding.end(inherited) }
        let child = try ChildProcess(program, environment: environment, inherited: inherited)
        SignalForwarding.begin(to: child.pid)
        return await child.exitCode()
    }

    /// What stands behind the flags; the `--` between them is ours.
    private func program() throws(UserError) -> [String] {
        let words = command.first == "--" ? Array(command.dropFirst()) : command
        guard let first = words.first else {
            throw UserError(
                .usage, what: "there is nothing to run", why: "no command is given",
                remedy: "livetop run -- python app.py")
        }
        if command.first != "--", first.hasPrefix("-") {
            throw UserError(
                .usage, what: "livetop run has no option '\(first)'",
                why: "options of livetop stand before the command",
                remedy: "livetop run --help")
        }
        return words
    }
}
