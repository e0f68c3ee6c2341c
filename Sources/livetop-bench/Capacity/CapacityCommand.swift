import ArgumentParser

/// `livetop-bench capacity`: how many real-time sessions go through before frames are lost, late or not recorded.
struct CapacityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity", abstract: "The number of real-time sessions at which frames start to be lost.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Numbers of sessions to try, with commas.") var sessions: String?
    @Option(help: "Seconds measured at each number.") var window = 3.0
    @Option(help: "Seconds of the long run; 0 leaves it out.") var soak = 30.0
    @Option(help: "Sessions of the long run.") var soakSessions = 400

    func run() throws {
        let counts = sessions.map { $0.split(separator: ",").compactMap { Int($0) } } ?? CapacitySection.usualCounts
        try CapacitySection(counts: counts, windowSeconds: window, soakSessions: soakSessions, soakSeconds: soak).run(
            in: Workshop(tools))
    }
}
