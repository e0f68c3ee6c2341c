import ArgumentParser
import Exports
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import Settings

/// `livetop hear [ID] --turn N`: a recorded call, or a turn of it, through the speakers.
struct HearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hear",
        abstract: "Play the sound of a recorded call, or of some of its turns.",
        discussion: """
            Both sides as the user lived through them, or one of them. An external program plays: the one that [player] \
            command in config.toml names, or the first of ffplay, aplay, afplay, pw-play, paplay and mpv that is there.

            Examples:
              livetop hear --turn 3
              livetop hear tag:my-branch --turn 2-4 --track model
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var store: StoreOptions

    @Argument(
        help: ArgumentHelp("The session; the last one if there is none.", valueName: "session"),
        completion: RecordedNames.sessions)
    var session: String?

    @Option(help: ArgumentHelp("Only this turn, or these: 3 or 3-7.", valueName: "turn"))
    var turn: TurnRangeOption?

    @Option(
        help: ArgumentHelp("call (both sides as heard), mic or model.", valueName: "track"),
        completion: NamedValue.completion(of: AudioTrack.self),
        transform: NamedValue.reader(of: AudioTrack.self))
    var track = AudioTrack.call

    @Flag(name: .customLong("as-generated"), help: "Keep the model's sound that nobody heard.")
    var asGenerated = false

    func run() throws {
        let configuration = try data.configuration()
        let player = try configuration.player.player()
        let interruptions = Interruptions()
        try store.with(configuration) { stored in
            guard let id = try stored.find([session ?? "@last"]).first else { return }
            var (part, options) = (ExportPart(), ExportOptions())
            part.turns = turn?.turns
            (options.track, options.isAsGenerated) = (track, asGenerated)
            try Hearing(stored.recordings, player).play(
                id, part: part, options: options, isQuiet: false, isWanted: { interruptions.received == nil })
        }
        if let signal = interruptions.received { throw ExitCode.signal(signal) }
    }
}
