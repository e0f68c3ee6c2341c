import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionModel
import SessionStore
import TerminalUI

/// The proxy of this process, from its port to its snapshot: starts the parts and ends them in the order in which data
/// flows.
///
/// ```
/// ProxyServer ──▶ Tap ──▶ Ingest ──▶ RecorderThread ──▶ SQLite
///                           └──▶ LatestSnapshot ──▶ whoever asks
/// ```
final class ProxyRuntime: SnapshotSource {
    let place: ListeningPlace
    let settings: ProxySettings
    /// What started it: `livetop`, `serve`, `run` or `demo`.
    let command: String
    let server: ProxyServer
    let capture: CapturePipeline
    let log: ProcessLog
    /// Held as long as this lives.
    private let lock: FolderLock
    private let control = NIOLockedValueBox<ControlSocket?>(nil)
    private let hasEnded = NIOLockedValueBox(false)

    /// Opens, binds, starts. When this returns, clients can connect.
    ///
    /// - Throws: `UserError`, `DatabaseError` or `FolderLock.Failure` for everything that a person can mend: a port in
    ///   use, a data folder that is held, unwritable or from a newer livetop, a bad certificate file.
    static func start(_ settings: ProxySettings, command: String) async throws -> ProxyRuntime {
        let lock = try FolderLock(URL(filePath: settings.dataDirectory, directoryHint: .isDirectory))
        if !settings.allowsCoreDumps { CoreDumps.forbid() }
        let certificates = try CertificateAuthority.load(for: settings, mayRenew: true)
        let log = ProcessLog()
        let capture = try CapturePipeline(settings, log: log)
        do {
            let server = try ProxyServer(
                configuration: settings.proxyConfiguration, certificates: certificates, tap: capture.tap,
                clock: capture.clock, logger: log.logger)
            let port = try await server.start().port
            let place = ListeningPlace(
                port: port, baseURL: "https://localhost:\(port)", caPath: certificates.caFile,
                caBundlePath: certificates.bundleFile, dataDirectory: settings.dataDirectory, pid: getpid())
            let runtime = ProxyRuntime(
                place: place, settings: settings, command: command, server: server, capture: capture, log: log,
                lock: lock)
            try await runtime.announce()
            return runtime
        } catch {
            capture.drain()
            throw error
        }
    }

    private init(
        place: ListeningPlace, settings: ProxySettings, command: String, server: ProxyServer, capture: CapturePipeline,
        log: ProcessLog, lock: FolderLock
    ) {
        self.place = place
        self.settings = settings
        self.command = command
        self.server = server
        self.capture = capture
        self.log = log
        self.lock = lock
    }

    /// Tells other processes where we are: `run.json` and the control socket.
    private func announce() async throws {
        try lock.publish(
            FolderLock.Holder(
                pid: place.pid, port: place.port, version: VersionCommand.number, upstream: settings.upstreamIdentity))
        let socket = try await ControlSocket(folder: place.dataDirectory) { [self] in status }
        control.withLockedValue { $0 = socket }
        log.note("listening on \(place.baseURL), upstream \(settings.upstreamIdentity)")
        log.note("recording (\(settings.captureName)) to \(place.dataDirectory)")
    }

    func snapshot(opened: SessionID?) -> DashboardSnapshot {
        let now = capture.clock.now()
        let diagnosed = capture.latest.take()
        let summaries = diagnosed.fleet.summaries(at: now)
        return DashboardSnapshot(
            now: now, summaries: summaries, detail: opened.flatMap { diagnosed.fleet[$0] },
            findings: diagnosed.findings, process: gauges(summaries), log: log.lines)
    }

    func openRecording() throws -> SessionDatabase {
        try SessionDatabase.open(in: URL(filePath: settings.dataDirectory, directoryHint: .isDirectory), readOnly: true)
    }

    /// Stops accepting, ends the calls, and writes what is in flight, in two seconds at most. Safe to call twice.
    func shutdown() async {
        let isFirst = hasEnded.withLockedValue { hasEnded in
            defer { hasEnded = true }
            return !hasEnded
        }
        guard isFirst else { return }
        await control.withLockedValue(\.self)?.close()
        await server.shutdown(within: .seconds(1))
        capture.drain()
    }
}
