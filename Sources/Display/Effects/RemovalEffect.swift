import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionStore
import TerminalUI

/// Deletes sessions that were chosen on screen, beside whoever records.
struct RemovalEffect {
    let open: @Sendable () throws -> Recordings

    /// One after the other; what has been confirmed is done, also when the screen ends.
    func remove(_ sessions: [SessionID]) -> EffectJob<Message> {
        EffectJob(on: EffectLane("removal", isInBackground: true), mustFinish: true) { [open] _ in
            do {
                let recordings = try open()
                let folder = recordings.database.file.deletingLastPathComponent()
                let retention = Retention(try SessionDatabase.openBeside(recorderIn: folder))
                for session in sessions { try retention.remove(session, isRecording: recordings.isRecording) }
                return .removed(sessions)
            } catch {
                return .told("✗ not deleted: \(UserError(failure: error)?.why ?? "\(error)")")
            }
        }
    }
}
