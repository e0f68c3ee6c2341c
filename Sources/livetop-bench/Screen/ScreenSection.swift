import ArgumentParser

/// `livetop-bench screen`: what it costs to look.
struct ScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "CPU of drawing 200 sessions, keys, and a session of a million frames.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Frames of the long session; they take 2.5 kB of disk each while this runs.") var frames = 1_000_000

    func run() throws {
        let section = try ScreenSection(Workshop(tools), millionOf: frames)
        print(section.text)
        for target in section.targets {
            print("\(target.title): \(target.measured.short), target \(target.limit.short)")
        }
    }
}

/// Drawing and looking as a section of the report.
struct ScreenSection {
    private let costs: ScreenCosts
    private let live: LiveScreen?
    private let long: LongSession

    struct Target {
        var title: String
        /// Nil where it could not be measured.
        var measured: Double?
        var limit: Double
    }

    init(_ workshop: Workshop, millionOf frames: Int) throws {
        Progress.say("pictures")
        costs = ScreenCosts.measure()
        Progress.say("\(ScreenCosts.sessions) sessions on screen")
        live = try LiveScreen.measure(in: workshop)
        Progress.say("\(frames) frames")
        long = try LongSession.measure(frames, in: workshop)
    }

    var text: String {
        """
        ### The screen, \(ScreenCosts.sessions) live sessions, 200×60 cells

        \(costs.text)
        \(live?.text ?? "The running program was not measured: no livetop.\n")
        ### A session of \(long.frames) frames

        \(long.text)
        """
    }

    var targets: [Target] {
        let sessions = "\(ScreenCosts.sessions) sessions on screen"
        return [
            Target(title: "\(sessions): five pictures a second, % of a core", measured: costs.share * 100, limit: 5),
            Target(title: "\(sessions), the thread that draws: % of a core", measured: live?.drawing, limit: 5),
            Target(title: "No sessions, the running program: % of a core", measured: live?.idle, limit: 2),
            Target(title: "\(sessions): key to picture, ms", measured: costs.slowestKey / 1e6, limit: 50),
            Target(title: "\(long.frames) frames: opening the list, s", measured: long.opening, limit: 1),
            Target(title: "\(long.frames) frames: slowest key, ms", measured: long.slowestKey, limit: 100),
            Target(title: "\(long.frames) frames: slowest filtered page, ms", measured: long.slowestPage, limit: 100),
        ]
    }
}
