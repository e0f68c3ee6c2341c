package import LiveProtocol
import NIOCore
import NIOPosix
package import Recordings
package import Snapshots

/// What a screen can be opened on: the proxy of this process, or somebody else's recording.
package protocol SnapshotSource: Sendable {
    /// What there is to see now, with the details of the session that is open on screen.
    func snapshot(opened: SessionID?) -> FleetSnapshot

    /// A connection of its own to the recordings, which only reads.
    func openRecording() throws -> Recordings

    /// Carries out what the user wants of a replay, before it returns where that is quick: only a replay does anything.
    func perform(_ command: PlaybackCommand)

    /// Carries out what is asked about faults; nil where nobody carries calls.
    func ask(_ request: FaultRequest) async -> JSONValue?

    /// Ends what was started for the screen, the calls included where this process carries them.
    func shutdown() async
}

extension SnapshotSource {
    package func perform(_ command: PlaybackCommand) {}

    package func ask(_ request: FaultRequest) async -> JSONValue? { nil }

    /// Asks for what belongs together, one after the other, until something is refused; waits for the answers.
    package func answer(to requests: [FaultRequest]) -> FaultAnswer {
        var calls = 0
        for request in requests {
            let asked = MultiThreadedEventLoopGroup.singleton.any().makeFutureWithTask { await ask(request) }
            // What is asked throws nothing; a loop that is gone has no answer.
            let answer = FaultAnswer((try? asked.wait()) ?? nil)
            guard case .done(let count) = answer else { return answer }
            calls = max(calls, count)
        }
        return .done(calls: calls)
    }
}
