import Foundation
import LiveProtocol
import Logging
import NIOConcurrencyHelpers
import Proxy
import SessionModel
import SessionStore
import TerminalUI

/// The proxy of this process, from its port to its snapshot: opens the data folder, starts every thread, and ends them
/// in the order in which data flows.
///
/// ```
/// ProxyServer ──▶ Tap ──▶ Ingest ──▶ RecorderThread ──▶ SQLite
///                           └──▶ LatestSnapshot ──▶ whoever asks
/// ```
final class ProxyRuntime: Sendable {
    let place: ListeningPlace
    let settings: ProxySettings
    /// What started it: `livetop`, `serve`, `run` or `demo`.
    let command: String
    let server: ProxyServer
    let tap: Tap
    /// Nil when nothing is recorded: `--capture off`.
    let recorder: RecorderThread?
    let latest: LatestSnapshot<Fleet>
    let clock: RecordingClock
    private let ingest: JoinableThread
    /// Held as long as this lives.
    private let lock: FolderLock
    private let control: NIOLockedValueBox<ControlSocket?> = NIOLockedValueBox(nil)
    private let hasEnded = NIOLockedValueBox(false)

    /// Opens, binds, starts. When this returns, clients can connect.
    ///
    /// - Throws: `UserError`, `DatabaseError` or `FolderLock.Failure` for everything that a person can mend: a port in
    ///   use, a data folder that is held, unwritable or from a newer livetop, a bad certificate file.
    static func start(_ settings: ProxySettings, command: String) async throws -> ProxyRuntime {
        let runtime = try ProxyRuntime(settings, command: command)
        do {
            try await runtime.listen()
            return runtime
        } catch {
            await runtime.shutdown()
            throw error
        }
    }

    private init(_ settings: ProxySettings, command: String) throws {
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        self.settings = settings
        self.command = command
        let clock = RecordingClock()
        let tap = Tap()
        let latest = LatestSnapshot(Fleet())
        lock = try FolderLock(folder)
        let certificates = try CertificateAuthority.load(for: settings)
        let hash = try HandleHash(folder: folder)
        let recorder = try settings.capture.map { level in
            try RecorderThread(
                folder: folder,
                header: RecordingHeader(
                    startedAt: clock.anchorWall, version: VersionCommand.number, capture: level,
                    host: ProcessInfo.processInfo.hostName))
        }
        place = ListeningPlace(
            port: 0, baseURL: "", caPath: certificates.caFile, caBundlePath: certificates.bundleFile,
            dataDirectory: settings.dataDirectory, pid: getpid())
        server = try ProxyServer(
            configuration: settings.proxyConfiguration, certificates: certificates, tap: tap, clock: clock,
            logger: Logger(label: "livetop.proxy"))
        ingest = JoinableThread(named: "ingest") {
            var ingest = Ingest(tap: tap, recorder: recorder, latest: latest, clock: clock) { hash($0) }
            ingest.run()
        }
        (self.clock, self.tap, self.latest, self.recorder) = (clock, tap, latest, recorder)
    }
}
