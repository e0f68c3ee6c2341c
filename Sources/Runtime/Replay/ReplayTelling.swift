import Foundation
package import LiveProtocol
package import Recordings
import Reports

/// A recorded session as lines: what happened, in its order, and then the session as a whole.
package struct ReplayTelling {
    let session: SessionID
    let recordings: Recordings
    /// Lines come at this multiple of the call's pace; nil: at once.
    let speed: Double?
    let isJSON: Bool

    package init(session: SessionID, recordings: Recordings, speed: Double?, isJSON: Bool) {
        self.session = session
        self.recordings = recordings
        self.speed = speed
        self.isJSON = isJSON
    }

    package func run() async throws {
        let begun = ContinuousClock.now
        var follower = try LiveFollower(session, in: recordings)
        while let lines = try follower.next() {
            for line in lines { try await tell(line, begun) }
        }
        for line in follower.finish() { try await tell(line, begun) }
        if !isJSON { try StandardOutput.say("\n" + SessionStory(recordings.toldOnErrorStream.diagnose(session)).text) }
    }

    private func tell(_ line: LiveLine, _ begun: ContinuousClock.Instant) async throws {
        if let speed { try await Task.sleep(until: begun + line.offset / speed, clock: .continuous) }
        try StandardOutput.say(isJSON ? line.json.text : line.text(namesSession: false))
    }
}
