import ArgumentParser
import Display
import Foundation
import Recordings
import Runtime
import Settings

/// `livetop top`: the screen alone, on what another process records or has recorded.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Show the calls of a running `livetop serve`, or those in a data folder.",
        discussion: """
            Reads the recording; quitting leaves the proxy and its calls alone.

            Examples:
              livetop top
              livetop top --data-dir ~/recordings
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup(title: "Screen options") var screen: ScreenOptions
    @OptionGroup(title: "Alarm options") var alarms: AlarmOptions

    func run() async throws {
        let interruptions = Interruptions()
        let configuration = try data.configuration()
        let attachment = try await Attachment(configuration.recordings())
        try await FindingAlarm.during(alarms.alarm, attachment) {
            try await Watch(
                screen: screen.terminal(configuration), isPlain: !screen.hasScreen, interruptions: interruptions,
                ownsCalls: false
            ).run(attachment)
        }
    }
}
