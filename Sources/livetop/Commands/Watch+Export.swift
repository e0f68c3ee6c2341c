import Display
import Exports
import Runtime

extension Watch {
    /// With the export menu that every screen has.
    init(
        screen: TerminalOptions, isPlain: Bool = false, interruptions: Interruptions, ownsCalls: Bool = true
    ) {
        self.init(
            screen: screen, isPlain: isPlain, interruptions: interruptions, ownsCalls: ownsCalls
        ) { session, format, recordings, path in
            var options = ExportOptions()
            options.version = LivetopVersion.number
            let job = ExportJob(
                recordings: recordings, sessions: [session], format: format, options: options, part: nil)
            try job.run(to: path, replaces: false)
        }
    }
}
