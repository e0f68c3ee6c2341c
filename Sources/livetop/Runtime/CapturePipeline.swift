import Foundation
import LiveProtocol
import Proxy
import SessionModel
import SessionStore

/// What happens behind the relay: tap, ingest, recorder, snapshot, and the threads between them.
struct CapturePipeline: Sendable {
    let clock = RecordingClock()
    let tap = Tap()
    let latest = LatestSnapshot(DiagnosedFleet())
    /// Nil when nothing is recorded: `--capture off`.
    let recorder: RecorderThread?
    private let ingest: JoinableThread
    private let upkeep: Upkeep?

    /// Opens the database of the settings' data folder and starts the threads.
    init(_ settings: ProxySettings, log: ProcessLog) throws {
        // A limit on file sizes has to fail the write, not to end the process and with it the calls.
        signal(SIGXFSZ, SIG_IGN)
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        let hash = try KeyedHash(folder: folder)
        let rule = try RedactionSettings.inForce().rule
        let (clock, tap, latest) = (clock, tap, latest)
        let recorder = try settings.capture.map { level in
            try RecorderThread(
                folder: folder,
                header: RecordingHeader(
                    startedAt: clock.anchorWall, version: VersionCommand.number, capture: level,
                    host: ProcessInfo.processInfo.hostName),
                log: log)
        }
        self.recorder = recorder
        upkeep = recorder.map { Upkeep(of: $0.database, settings.retention) }
        ingest = JoinableThread(named: "ingest", isInBackground: true) {
            var ingest = Ingest(tap: tap, recorder: recorder, latest: latest, clock: clock, rule: rule) { hash($0) }
            ingest.run()
        }
    }

    /// Lets everything that was captured flow to the disk, in about a second at most.
    func drain() {
        tap.close()
        upkeep?.stop()
        ingest.join()
        recorder?.stop(within: .milliseconds(900))
    }
}
