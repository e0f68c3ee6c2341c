package import LiveProtocol
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

    /// Ends what was started for the screen, the calls included where this process carries them.
    func shutdown() async
}

extension SnapshotSource {
    package func perform(_ command: PlaybackCommand) {}
}
