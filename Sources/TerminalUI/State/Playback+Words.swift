import LiveProtocol
import Snapshots
import Wording

extension Playback {
    var frame: FramePlace? {
        guard let connection, let sequence else { return nil }
        return FramePlace(connection: connection, sequence: sequence)
    }

    /// As the first line names it: `REPLAY 4×  0:12 of 3:40`, and `REPLAY 4×  00:12.147 of 3:40, paused`.
    var words: StyledText {
        guard !isReading else {
            return StyledText("REPLAY", .accent) + StyledText("  reading: \(Format.clock(position))", .faint)
        }
        // Steps of a frame are too short for whole seconds.
        let at = isPlaying ? Format.clock(position) : Format.position(position)
        let place = "\(at) of \(Format.clock(length))" + (isPlaying ? "" : ", paused")
        return StyledText("REPLAY \(pace)×", .accent) + StyledText("  " + place, .faint)
    }

    /// `4`, `0.5`: no decimals that say nothing.
    private var pace: String { Format.trimmed(speed, 2) }
}
