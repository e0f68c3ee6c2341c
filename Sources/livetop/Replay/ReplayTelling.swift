import Foundation
import LiveProtocol
import SessionStore

/// A recorded session as lines: what happened, in its order, and then the session as a whole.
struct ReplayTelling {
    let session: SessionID
    let folder: URL
    /// Lines come at this multiple of the call's pace; nil: at once.
    let speed: Double?
    let isJSON: Bool

    func run() async throws {
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        let begun = ContinuousClock.now
        var follower = LiveFollower(session, in: database)
        while let lines = try follower.next() {
            for line in lines { try await tell(line, begun) }
        }
        for line in follower.flush() { try await tell(line, begun) }
        if !isJSON { try tellWhole(database) }
    }

    private func tell(_ line: LiveLine, _ begun: ContinuousClock.Instant) async throws {
        if let speed { try await Task.sleep(until: begun + line.offset / speed, clock: .continuous) }
        try StandardOutput.say(isJSON ? line.json.text : line.text(namesSession: false))
    }

    private func tellWhole(_ database: SessionDatabase) throws {
        guard let reopened = try Reopening(database: database).reopen(session) else {
            throw UserError(
                .notFound, what: "nothing is recorded of session \(session)", why: "its frames were removed",
                remedy: "livetop ls")
        }
        let opened = try OpenedSession(
            reopened, SessionIndex(database).session(session), isRecording: FolderLock.isHeld(folder))
        try StandardOutput.say("\n" + SessionStory(opened, try RuleSettings.inForce().thresholds).text)
    }
}
