import ArgumentParser
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import SessionStore
import Settings

/// `livetop doctor`: everything that calls, recording and screen depend on, each with its cure.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check port, certificates, disk, terminal, environment and the way upstream.",
        discussion: """
            Ends with 0 when all is good and with 2 when there is a problem. No key is needed, and nothing is sent \
            upstream.

            Examples:
              livetop doctor
              livetop doctor --upstream https://localhost:9000 --upstream-ca ca.pem --json
            """)

    @OptionGroup(title: "Proxy options") var options: ProxyOptions

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        let configuration = try options.load()
        let checks = await checks(for: configuration.settings) + Self.models(configuration)
        let report = DoctorReport(checks: checks)
        try StandardOutput.say(json ? report.json.text : report.text)
        guard report.problemCount == 0 else { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    /// Recordings that cannot be read have a check of their own.
    private static func models(_ configuration: Configuration) -> [Check] {
        guard let uses = try? configuration.modelUses() else { return [] }
        return ModelCheck(
            models: configuration.catalogue.models, uses: uses, today: Timestamp.wallClock.day
        ).run()
    }

    private func checks(for settings: ProxySettings) async -> [Check] {
        let environment = ProcessInfo.processInfo.environment
        let folder = settings.dataDirectory
        let running = FolderLock.holder(of: URL(filePath: folder, directoryHint: .isDirectory))
        let port = PortCheck(
            port: settings.port, addresses: settings.listen,
            running: running.flatMap { holder in holder.port.map { (pid: holder.pid, port: $0) } })
        var checks = await port.run()
        if running != nil { checks += RunningProxyCheck(status: await ControlClient.status(of: folder)).run() }
        checks += CertificateCheck(folder: folder, now: Int(Date().timeIntervalSince1970)).run()
        checks += DataFolderCheck(folder: folder).run()
        checks += FileLimitCheck.run()
        checks += TerminalCheck(environment: environment, size: TerminalCheck.currentSize()).run()
        checks += EnvironmentCheck(environment: environment, caBundlePath: folder + "/ca-bundle.pem").run()
        checks += UpstreamCheck.run(for: settings, environment: environment)
        return checks
    }
}
