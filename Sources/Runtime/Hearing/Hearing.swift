package import Exports
package import LiveProtocol
package import Recordings

/// Lets somebody hear a recorded call, or some turns of it, through an external player.
package struct Hearing {
    package var recordings: Recordings
    package var player: SoundPlayer

    package init(_ recordings: Recordings, _ player: SoundPlayer) {
        (self.recordings, self.player) = (recordings, player)
    }

    /// Writes the sound and plays it. Returns when it has been played, or when nobody wants it any more.
    ///
    /// - Parameters:
    ///   - part: the turns, or a stretch of time.
    ///   - options: which side (`track`), and whether what nobody heard is to be heard (`isAsGenerated`).
    ///   - isQuiet: a screen is on the terminal.
    ///   - isWanted: asked now and then.
    /// - Throws: `UserError`, `ExportError` where there is no sound, `RecordingsError` where nothing is recorded.
    package func play(
        _ session: SessionID, part: ExportPart, options: ExportOptions = ExportOptions(), isQuiet: Bool = true,
        isWanted: () -> Bool = { true }
    ) throws {
        guard let wav = ExportFormat.named("wav") else { return }
        let file = try SoundFile()
        try ExportJob([session], of: recordings, as: wav, options, part: part).run(to: file)
        guard isWanted() else { return }
        try player.play(file, isQuiet: isQuiet, isWanted: isWanted)
    }
}
