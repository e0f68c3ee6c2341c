import Cassettes
import Foundation
import Glibc
import LiveProtocol
import Proxy
import Recordings
package import Reports
package import Runtime
import SessionModel
import SessionStore
package import Settings

/// Carries out one rehearsal: a recorded server, a proxy of its own that records, and the program between them.
package struct RehearsalStage {
    let configuration: Configuration
    package let rehearsal: Rehearsal
    let command: [String]
    let inherited: InheritedState
    /// Where what was recorded stays; nil for nowhere.
    let kept: String?

    package init(
        configuration: Configuration, rehearsal: Rehearsal, command: [String], inherited: InheritedState, kept: String?
    ) {
        self.configuration = configuration
        self.rehearsal = rehearsal
        self.command = command
        self.inherited = inherited
        self.kept = kept
    }

    package func outcomes() async throws -> [CheckOutcome] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "livetop-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let cassette = try cassette(in: folder.appending(path: "recording"))
        let stage = try await CassetteStage(cassette, isStrict: rehearsal.isStrict, speed: rehearsal.speed)
        let data = kept.map { "\($0)/\(rehearsal.name)" } ?? folder.appending(path: "call").path(percentEncoded: false)
        let status: Int32?
        do { status = try await played(through: settings(data, stage)) } catch {
            _ = await stage.shutdown()
            throw error
        }
        let reports = await stage.shutdown()
        let recordings = try Recordings(
            in: URL(filePath: data, directoryHint: .isDirectory), knowledge: configuration.knowledge
        ) { .wallClock }
        let calls = try recordings.sessions().reversed().map { try recordings.diagnose($0.summary.id) }
        return ended(status) + told(reports, of: cassette)
            + rehearsal.expectation.outcomes(of: calls, rehearsal.name)
    }

    private func cassette(in folder: URL) throws -> Cassette {
        let job = ImportJob(
            path: rehearsal.recording, into: folder, knowledge: configuration.knowledge,
            version: LivetopVersion.number, takesAllSockets: false)
        _ = try job.run {
            let hash = try KeyedHash(folder: folder)
            return (ImportRedaction(hash: { hash($0) }, rule: nil), {})
        }
        let recordings = try Recordings(in: folder, knowledge: configuration.knowledge) { .wallClock }
        return try Cassette(of: recordings.find(rehearsal.session), in: recordings.database)
    }

    private func settings(_ folder: String, _ stage: CassetteStage) -> ProxySettings {
        var settings = configuration.settings
        settings.port = 0
        settings.listen = ["127.0.0.1"]
        settings.upstream = Upstream(isTLS: false, host: "127.0.0.1", port: stage.port)
        (settings.upstreamCA, settings.upstreamChoices) = (nil, [])
        settings.capture = .full
        settings.dataDirectory = folder
        (settings.metrics, settings.otlp, settings.ship) = (nil, nil, nil)
        return settings
    }

    // MARK: The program

    /// Its exit status; nil where it had to be ended.
    private func played(through settings: ProxySettings) async throws -> Int32? {
        let runtime = try await configuration.startProxy(settings, command: "test")
        do {
            let status = try await run(runtime.place.port, settings)
            await runtime.shutdown()
            return status
        } catch {
            await runtime.shutdown()
            throw error
        }
    }

    private func run(_ port: Int, _ settings: ProxySettings) async throws -> Int32? {
        let today = ProcessInfo.processInfo.environment
        let client = try await ClientEnvironment.prepared(
            settings: settings, port: port, tag: nil, inherited: today, audience: [.bundle, .node])
        var environment = today.merging(client.variables(over: today).map { ($0.name, $0.value) }) { $1 }
        environment["LIVETOP_TEST"] = rehearsal.name
        // SDKs want a key, and nobody looks at it.
        if environment["GOOGLE_API_KEY"] == nil, environment["GEMINI_API_KEY"] == nil {
            environment["GEMINI_API_KEY"] = "rehearsal"
        }
        SignalForwarding.install(inherited)
        defer { SignalForwarding.end(inherited) }
        let child = try ChildProcess(command, environment: environment, inherited: inherited)
        SignalForwarding.begin(to: child.pid)
        let watch = Task {
            try await Task.sleep(for: rehearsal.timeout)
            kill(child.pid, SIGTERM)
            try await Task.sleep(for: .seconds(2))
            kill(child.pid, SIGKILL)
        }
        let begun = ContinuousClock.now
        let status = await child.exitCode()
        watch.cancel()
        return ContinuousClock.now - begun < rehearsal.timeout ? status : nil
    }

    // MARK: What became of it

    private func ended(_ status: Int32?) -> [CheckOutcome] {
        guard let status else {
            return [outcome("the program ends", .failed, "it was ended after \(rehearsal.timeout)")]
        }
        guard let wanted = rehearsal.exit else { return [] }
        return [outcome("the program ends with \(wanted)", status == wanted ? .passed : .failed, "\(status)")]
    }

    private func told(_ reports: [CassetteReport], of cassette: Cassette) -> [CheckOutcome] {
        var outcomes: [CheckOutcome] = []
        if rehearsal.isStrict {
            let difference = reports.compactMap { report in
                report.difference.map { "connection \(report.connection), \($0)" }
            }.first
            outcomes.append(
                outcome("it says what was recorded", difference == nil ? .passed : .failed, difference ?? "yes"))
        }
        guard rehearsal.isComplete else { return outcomes }
        let complete = reports.count(where: \.isComplete)
        let wanted = cassette.tapes.count
        return outcomes + [
            outcome(
                "it hears the recorded server out", complete >= wanted ? .passed : .failed,
                "\(complete) of \(wanted) recorded connections")
        ]
    }

    private func outcome(_ name: String, _ verdict: CheckOutcome.Verdict, _ detail: String) -> CheckOutcome {
        CheckOutcome(session: rehearsal.name, name: name, verdict: verdict, detail: detail)
    }
}
