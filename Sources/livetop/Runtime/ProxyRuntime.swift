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
    /// Every session of this run belongs to this recording; `run` and `demo` summarize by it.
    let startedAt: Timestamp

    private let parts: Parts
    private let isDemo: Bool
    private let ended = NIOLockedValueBox(false)

    private struct Parts: Sendable {
        var lock: FolderLock
        var server: ProxyServer
        var tap: Tap
        var ingest: JoinableThread
        var recorder: RecorderThread?
        var latest: LatestSnapshot<Fleet>
        var clock: RecordingClock
    }

    /// Opens, binds, starts. When this returns, clients can connect.
    ///
    /// - Throws: `UserError` for everything that a person can mend: a port in use, a data folder that is held,
    ///   unwritable or from a newer livetop, a bad certificate file.
    static func start(_ settings: ProxySettings, isDemo: Bool = false) async throws -> ProxyRuntime {
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        let clock = RecordingClock()
        let lock = try FolderLock(folder)
        let certificates = try CertificateAuthority.load(folder: settings.dataDirectory, extraNames: settings.allowedHosts)
        let hash = try HandleHash(folder: folder)
        let recorder = try settings.capture.recorded.map { level in
            try RecorderThread.start(folder: folder, startedAt: clock.anchorWall, capture: level, clock: clock)
        }
        let tap = Tap()
        let latest = LatestSnapshot(Fleet())
        let ingest = JoinableThread(named: "ingest") {
            var ingest = Ingest(
                tap: tap, recorder: recorder, latest: latest, clock: clock, hash: { hash($0) })
            ingest.run()
        }
        let server = try ProxyServer(
            configuration: ProxyConfiguration(settings), certificates: certificates, tap: tap, clock: clock,
            logger: Logger(label: "livetop.proxy"))
        let addresses: ProxyAddresses
        do {
            addresses = try await server.start()
        } catch {
            tap.close()
            ingest.join()
            recorder?.stop(within: .seconds(1))
            throw error
        }
        let place = ListeningPlace(
            port: addresses.port, baseURL: "https://localhost:\(addresses.port)", caPath: certificates.caFile,
            caBundlePath: certificates.bundleFile, dataDirectory: settings.dataDirectory, pid: getpid())
        try lock.publish(
            FolderLock.Holder(
                pid: place.pid, port: place.port, version: VersionCommand.number, upstream: settings.upstreamIdentity))
        return ProxyRuntime(
            place: place, settings: settings, startedAt: clock.anchorWall, isDemo: isDemo,
            parts: Parts(
                lock: lock, server: server, tap: tap, ingest: ingest, recorder: recorder, latest: latest, clock: clock))
    }

    private init(
        place: ListeningPlace, settings: ProxySettings, startedAt: Timestamp, isDemo: Bool, parts: Parts
    ) {
        self.place = place
        self.settings = settings
        self.startedAt = startedAt
        self.isDemo = isDemo
        self.parts = parts
    }

    /// What a screen shows now, with the details of the session that is open on it.
    func snapshot(opened: SessionID? = nil) -> DashboardSnapshot {
        let now = parts.clock.now()
        let fleet = parts.latest.take()
        var snapshot = DashboardSnapshot(now: now, summaries: fleet.summaries(at: now), process: gauges)
        snapshot.detail = opened.flatMap { fleet[$0] }
        return snapshot
    }

    /// Stops accepting, ends the calls, and writes what is in flight, in two seconds at most. Safe to call twice.
    func shutdown() async {
        let isFirst = ended.withLockedValue { ended in
            defer { ended = true }
            return !ended
        }
        guard isFirst else { return }
        await parts.server.shutdown(within: .milliseconds(1000))
        parts.tap.close()
        parts.ingest.join()
        parts.recorder?.stop(within: .milliseconds(900))
    }
}
