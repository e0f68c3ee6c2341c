import Diagnosis
import Foundation
package import LiveProtocol
import NIOConcurrencyHelpers
package import Recordings
import SessionModel
import SessionStore
package import Snapshots

/// A recorded session on the screens, at an instant that the user chooses.
///
/// ```
/// screen ──▶ perform ──▶ thread: read once, then move and play ──▶ the latest snapshot ──▶ screen
/// ```
package final class ReplaySource: SnapshotSource {
    private struct State {
        var commands: [(command: PlaybackCommand, isDone: DispatchSemaphore)] = []
        var snapshot: FleetSnapshot
        var isEnding = false
    }

    private let recordings: Recordings
    private let state: NIOLockedValueBox<State>
    private let work = DispatchSemaphore(value: 0)
    private let thread = NIOLockedValueBox<JoinableThread?>(nil)

    /// Pictures are drawn five times a second: shorter steps would not be seen.
    private static let step = 0.05
    /// The screen waits so long for a command, so that its next picture shows what came of it.
    private static let patience = 0.1

    /// Begins to read `session`.
    package init(
        _ session: SessionID, in recordings: Recordings, openingAt opening: ReplayOpening, speed: Double
    ) throws {
        self.recordings = recordings
        let player = try ReplayPlayer(session, in: recordings, speed: speed)
        let gauges = Self.gauges(of: recordings.database, in: recordings.folder)
        state = NIOLockedValueBox(State(snapshot: player.snapshot(gauges)))
        thread.withLockedValue {
            $0 = JoinableThread(named: "replay") { [self] in run(player, opening, gauges) }
        }
    }

    package func snapshot(opened: SessionID?) -> FleetSnapshot { state.withLockedValue(\.snapshot) }

    package func openRecording() throws -> Recordings { try recordings.reopened() }

    package func perform(_ command: PlaybackCommand) {
        let isDone = DispatchSemaphore(value: 0)
        state.withLockedValue { $0.commands.append((command, isDone)) }
        work.signal()
        // Where it takes longer, a later picture shows it.
        _ = isDone.wait(timeout: .now() + Self.patience)
    }

    package func shutdown() async {
        state.withLockedValue { $0.isEnding = true }
        work.signal()
        thread.withLockedValue(\.self)?.join()
    }

    // MARK: The thread

    private var isEnding: Bool { state.withLockedValue(\.isEnding) }

    private func run(_ player: ReplayPlayer, _ opening: ReplayOpening, _ gauges: ProcessGauges) {
        var player = player
        do {
            try read(&player, gauges)
            if !isEnding { try open(&player, at: opening) }
        } catch {
            tell(error, player, gauges)
        }
        publish(player.snapshot(gauges))
        play(&player, gauges)
    }

    private func read(_ player: inout ReplayPlayer, _ gauges: ProcessGauges) throws {
        var pictureDue = ContinuousClock.now
        try player.read { player in
            if ContinuousClock.now >= pictureDue {
                publish(player.snapshot(gauges))
                pictureDue = .now + .seconds(Self.step)
            }
            return !isEnding
        }
    }

    private func open(_ player: inout ReplayPlayer, at opening: ReplayOpening) throws {
        switch opening {
        case .end: break
        case .firstFinding: try player.goToFirstFinding()
        case .position(let position): try player.perform(.seek(position))
        case .turn(let number): try player.perform(.seekTurn(number))
        }
    }

    private func play(_ player: inout ReplayPlayer, _ gauges: ProcessGauges) {
        var last = ContinuousClock.now
        while !isEnding {
            let commands = state.withLockedValue { state in
                defer { state.commands = [] }
                return state.commands
            }
            let now = ContinuousClock.now
            let isMoving = player.playback.isPlaying || !commands.isEmpty
            do {
                try player.advance(by: now - last)
                for (command, _) in commands { try player.perform(command) }
                if isMoving { publish(player.snapshot(gauges)) }
            } catch {
                tell(error, player, gauges)
            }
            last = now
            for (_, isDone) in commands { isDone.signal() }
            _ = work.wait(timeout: player.playback.isPlaying ? .now() + Self.step : .distantFuture)
        }
    }

    private func publish(_ snapshot: FleetSnapshot) { state.withLockedValue { $0.snapshot = snapshot } }

    /// The log on screen says why the picture does not change.
    private func tell(_ error: any Error, _ player: ReplayPlayer, _ gauges: ProcessGauges) {
        var snapshot = player.snapshot(gauges)
        let text = "cannot read the recording: \(error)"
        snapshot.log = [LogLine(number: 1, at: .wallClock, level: .error, text: text)]
        publish(snapshot)
    }

    private static func gauges(of database: SessionDatabase, in folder: URL) -> ProcessGauges {
        var gauges = ProcessGauges(
            droppedFrames: nil, port: 0, baseURL: "", caPath: folder.appendingPathComponent("ca.pem").path,
            caBundlePath: folder.appendingPathComponent("ca-bundle.pem").path, dataDirectory: folder.path)
        gauges.source = .database(database.file.path)
        gauges.databaseBytes = database.byteCount
        gauges.freeBytes = DataFolder.freeBytes(at: database.file.deletingLastPathComponent())
        return gauges
    }
}
