import Diagnosis
import Foundation
import LiveProtocol
import Proxy
import Recordings
import SessionModel
import SessionStore
import Snapshots
import Telemetry
import Wording

/// What happens behind the relay: tap, ingest, recorder, analysis, snapshot, and the threads between them.
struct CapturePipeline: Sendable {
    let clock = RecordingClock()
    let tap = Tap()
    let latest: LatestSnapshot<DiagnosedFleet>
    /// Nil where nobody can ask for metrics.
    let scraped: LatestSnapshot<MetricSamples>?
    /// What waits to be exported; nil where nothing is.
    let outbox: OTLPOutbox?
    /// Nil when nothing is recorded: `--capture off`.
    let recorder: RecorderThread?
    private let log: ProcessLog
    private let feed = AnalysisFeed()
    private let ingest: JoinableThread
    private let analysis: JoinableThread
    private let upkeep: Upkeep?

    /// Opens the database of the settings' data folder and starts the threads.
    ///
    /// - Parameter lock: of that folder; taken anew where the folder was removed.
    init(
        _ settings: ProxySettings, _ knowledge: Knowledge, _ rule: TextRule?, lock: FolderLock, log: ProcessLog
    ) throws {
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        let hash = try KeyedHash(folder: folder)
        latest = LatestSnapshot(DiagnosedFleet(knowledge))
        let isCounted = settings.metrics != nil || settings.otlp?.sends(.metrics) == true
        scraped = isCounted ? LatestSnapshot(MetricSamples()) : nil
        outbox = settings.otlp.map { _ in OTLPOutbox() }
        let (clock, tap, latest, scraped, outbox) = (clock, tap, latest, scraped, outbox)
        let recorder = try settings.capture.map { level in
            try RecorderThread(
                folder: folder,
                header: RecordingHeader(
                    startedAt: clock.anchorWall, version: LivetopVersion.number, capture: level,
                    host: ProcessInfo.processInfo.hostName),
                log: log, renewFolder: { try lock.renew() }, now: { clock.now(of: nil) })
        }
        self.recorder = recorder
        self.log = log
        upkeep = recorder.map { recorder in Upkeep(of: { recorder.database }, settings.retention, knowledge) }
        let feed = feed
        ingest = JoinableThread(named: "ingest", isInBackground: true) {
            var ingest = Ingest(tap: tap, recorder: recorder, feed: feed, clock: clock, rule: rule) { hash($0) }
            ingest.run()
        }
        analysis = JoinableThread(named: "analysis", isInBackground: true) {
            var analysis = Analysis(
                feed: feed, recorder: recorder, isRecordedWhole: settings.capture == .full, latest: latest,
                scraped: scraped,
                telemetry: outbox.flatMap { outbox in settings.otlp.map { TelemetryTap($0, outbox) } },
                clock: clock, knowledge: knowledge)
            if let recorder { analysis.know(Self.recorded(recorder.database, in: folder, knowledge, log)) }
            analysis.run()
        }
    }

    /// The connections that clients had before this process: what the rules say must not depend on when it began.
    private static func recorded(
        _ database: SessionDatabase, in folder: URL, _ knowledge: Knowledge, _ log: ProcessLog
    ) -> FleetView {
        let recordings = Recordings(database, in: folder, knowledge: knowledge) { .wallClock }
        var diagnoser = SessionDiagnoser(recordings)
        do {
            return try diagnoser.recent(before: .wallClock)
        } catch {
            log.note("findings know nothing of earlier calls: \(error)", .error)
            return FleetView()
        }
    }

    /// How far the live figures are behind the calls; zero where nobody would notice.
    var figuresBehind: Duration { feed.behind(at: clock.now()) }

    /// Lets everything that was captured flow to the disk, in about a second at most, and says what did not get there.
    /// Where the live figures are behind, they are given a little longer to catch up: what they do not come to is worked
    /// out from the recording by whoever asks.
    func drain() {
        tap.close()
        upkeep?.stop()
        ingest.join()
        endAnalysis()
        guard let recorder else { return }
        recorder.stop(within: .milliseconds(900))
        for words in recorder.status.shortcomings(tapDrops: tap.droppedFrames) { log.note(words, .error) }
    }

    private func endAnalysis() {
        guard !analysis.join(within: Self.patience) else { return }
        feed.abandon()
        analysis.join()
        log.note(
            "the last \(Words.time(figuresBehind)) were recorded and not worked out; livetop show does it from the recording",
            .info)
    }

    private static let patience = Duration.seconds(2)
}
