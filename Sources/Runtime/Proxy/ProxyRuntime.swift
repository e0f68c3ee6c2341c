import CMalloc
import Foundation
package import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
package import Recordings
import SessionModel
import SessionStore
import Shipping
package import Snapshots
import Telemetry

/// The proxy of this process, from its port to its snapshot: starts the parts and ends them in the order in which data
/// flows.
///
/// ```
/// ProxyServer ──▶ Tap ──▶ Ingest ──▶ RecorderThread ──▶ SQLite
///                           └──▶ Analysis ──▶ LatestSnapshot ──▶ whoever asks
/// ```
package final class ProxyRuntime: SnapshotSource {
    /// What has crossed is in the recording after so long, where the disk is not busy.
    package static let commitInterval = RecorderLoop.gathering

    package let place: ListeningPlace
    let settings: ProxySettings
    /// What sessions are folded and diagnosed with.
    let knowledge: Knowledge
    /// What started it: `livetop`, `serve`, `run` or `demo`.
    let command: String
    let server: ProxyServer
    /// Nil where nobody is to ask for metrics.
    private let scraping: ScrapeServer?
    /// Nil where nothing is exported.
    private let exporter: OTLPExporter?
    /// Nil where nothing is sent to a central store.
    let shipping: ShipThread?
    let capture: CapturePipeline
    let log: ProcessLog
    /// Held as long as this lives.
    private let lock: FolderLock
    private let kept: KeptFiles
    private let control = NIOLockedValueBox<ControlSocket?>(nil)
    private let keeper = NIOLockedValueBox<Task<Void, Never>?>(nil)
    private let hasEnded = NIOLockedValueBox(false)

    /// Opens, binds, starts. When this returns, clients can connect.
    ///
    /// - Throws: `UserError`, `DatabaseError` or `FolderLock.Failure` for everything that a person can mend: a port in
    ///   use, a data folder that is held, unwritable or from a newer livetop, a bad certificate file.
    ///
    /// - Parameters:
    ///   - knowledge: what sessions are folded and diagnosed with.
    ///   - rule: replaces texts that no recording may hold; nil where there are none.
    package static func start(
        _ settings: ProxySettings, _ knowledge: Knowledge, redacting rule: TextRule?, command: String
    ) async throws -> ProxyRuntime {
        // Before most threads begin: each gets its heap when it first asks for memory.
        livetop_keep_little_memory()
        if settings.capture == nil, !settings.faults.isEmpty { throw UserError.faultsUnrecorded }
        let lock = try FolderLock(URL(filePath: settings.dataDirectory, directoryHint: .isDirectory))
        if !settings.allowsCoreDumps { CoreDumps.forbid() }
        let plan = try ShipPlan(for: command, settings)
        let certificates = try CertificateAuthority.load(for: settings, mayRenew: true)
        let live = try CertificateAuthority.loadLive(for: settings, beside: certificates)
        let log = ProcessLog()
        let capture = try CapturePipeline(settings, knowledge, rule, lock: lock, log: log)
        do {
            let server = try ProxyServer(
                configuration: settings.proxyConfiguration, certificates: certificates, liveCertificates: live,
                tap: capture.tap, clock: capture.clock, logger: log.logger)
            let port = try await server.start().port
            var place = ListeningPlace(
                port: port, baseURL: "https://localhost:\(port)", caPath: certificates.caFile,
                caBundlePath: certificates.bundleFile, dataDirectory: settings.dataDirectory, pid: getpid())
            place.connectBundlePath = live.map { _ in settings.connectBundlePath }
            let shipping = plan?.start(capture, knowledge, log)
            let source = ScrapeSource(capture: capture, server: server, shipping: shipping)
            let scraping = try await ScrapeServer.start(settings, source, in: server)
            place.metricsURL = scraping.map { $0.url + "/metrics" }
            let exporter = settings.otlp.flatMap { otlp in
                capture.outbox.map { OTLPExporter(otlp, from: $0, log: log, samples: source.samplesAtHand) }
            }
            let runtime = ProxyRuntime(
                place: place, settings: settings, knowledge: knowledge, command: command, server: server,
                scraping: scraping, exporter: exporter, shipping: shipping, capture: capture, log: log, lock: lock)
            try await runtime.announce()
            // What starting needed is not needed again.
            livetop_leave_program_pages()
            return runtime
        } catch {
            capture.drain()
            capture.outbox?.close()
            throw error
        }
    }

    private init(
        place: ListeningPlace, settings: ProxySettings, knowledge: Knowledge, command: String, server: ProxyServer,
        scraping: ScrapeServer?, exporter: OTLPExporter?, shipping: ShipThread?, capture: CapturePipeline,
        log: ProcessLog, lock: FolderLock
    ) {
        self.place = place
        self.settings = settings
        self.knowledge = knowledge
        self.command = command
        self.server = server
        self.scraping = scraping
        self.exporter = exporter
        self.shipping = shipping
        self.capture = capture
        self.log = log
        self.lock = lock
        kept = KeptFiles(in: settings.dataDirectory)
    }

    /// Tells other processes where we are: `run.json` and the control socket.
    private func announce() async throws {
        try lock.publish(
            FolderLock.Holder(
                pid: place.pid, port: place.port, version: LivetopVersion.number, upstream: settings.upstreamIdentity))
        try await listenForOthers()
        keeper.withLockedValue {
            $0 = Task { [self] in await keepPlace() }
        }
        log.note("listening on \(place.baseURL), upstream \(settings.upstreamIdentity)")
        if let url = place.metricsURL { log.note("metrics at \(url)", .info) }
        for (signal, url) in (settings.otlp?.endpoints ?? [:]).sorted(by: { $0.value < $1.value }) {
            log.note("OpenTelemetry: \(signal.items) go to \(url)", .info)
        }
        log.note("recording (\(settings.captureName)) to \(place.dataDirectory)")
        if let faults = faultList.words { log.note("FAULTS ON: \(faults)") }
        if let ship = settings.ship, shipping != nil {
            log.note("shipping (\(ship.payload.rawValue)) to \(ship.store)")
        }
    }

    private func listenForOthers() async throws {
        let socket = try await ControlSocket(folder: place.dataDirectory) { [self] in
            status
        } faults: { [self] in
            await answer($0)
        }
        control.withLockedValue { $0 = socket }
    }

    /// Looks twice a second whether others can still find us: lock, `run.json` and socket go with a folder that is removed.
    private func keepPlace() async {
        var told: String?
        while !Task.isCancelled {
            do {
                // Whoever removes the folder is not to find something new in it before that is done.
                if !lock.isInPlace { try await Task.sleep(for: .milliseconds(300)) }
                try lock.renew()
                let restored = try kept.restore()
                if !restored.isEmpty { log.note("wrote back \(restored.joined(separator: ", "))", .info) }
                if let socket = control.withLockedValue(\.self), !socket.isInPlace {
                    await socket.close()
                    try await listenForOthers()
                    log.note("others find this livetop again", .info)
                }
                told = nil
            } catch is CancellationError {
                return
            } catch {
                let words = UserError(failure: error).map { "\($0.what): \($0.why)" } ?? "\(error)"
                if words != told { log.note("others do not find this livetop: \(words)", .error) }
                told = words
            }
            // Cancelled is the end of the loop.
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    package func snapshot(opened: SessionID?) -> FleetSnapshot {
        let (clock, diagnosed) = (capture.clock, capture.latest.take())
        let detail = opened.flatMap { diagnosed.fleet[$0] }
        // On the axis of the session that is open on screen; other than the rest only after the clock was set.
        let axis = clock.offset(of: detail?.newestConnection)
        // Figures that are behind are shown as of the instant that they have come to: ages seen from later would be wrong.
        let behind = capture.figuresBehind
        let now = clock.now(of: detail?.newestConnection) - behind
        var summaries = diagnosed.fleet.summaries { clock.now(of: $0) - behind }
        if clock.wasSet {
            summaries = zip(summaries, diagnosed.fleet.sessions).map { summary, session in
                summary.moved(by: axis - clock.offset(of: session.newestConnection))
            }
        }
        var snapshot = FleetSnapshot(
            now: now, summaries: summaries, detail: detail,
            findings: diagnosed.findings, process: gauges(summaries), log: log.lines)
        snapshot.findingNotes = diagnosed.findingNotes
        return snapshot
    }

    package func openRecording() throws -> Recordings {
        try Recordings(
            in: URL(filePath: settings.dataDirectory, directoryHint: .isDirectory), knowledge: knowledge
        ) { .wallClock }
    }

    /// Stops accepting, ends the calls within two seconds, and writes what is in flight. Safe to call twice.
    package func shutdown() async {
        let isFirst = hasEnded.withLockedValue { hasEnded in
            defer { hasEnded = true }
            return !hasEnded
        }
        guard isFirst else { return }
        let keeper = keeper.withLockedValue(\.self)
        keeper?.cancel()
        await keeper?.value
        await control.withLockedValue(\.self)?.close()
        await scraping?.close()
        await server.shutdown(within: .seconds(2))
        shipping?.stop()
        capture.drain()
        exporter?.finish()
    }
}
