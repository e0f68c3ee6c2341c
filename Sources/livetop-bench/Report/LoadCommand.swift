import ArgumentParser

/// `livetop-bench load`: whether every frame is recorded, and what that costs, when there is much to record.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Frames left out, memory and added latency at 100, 400 and 800 calls and at 60,000 frames a second.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Interleaved rounds.") var rounds = 5
    @Option(help: "Seconds of a run at 400 calls; the others are a third and a sixth of it.") var seconds = 60.0
    @Option(help: "Only scenarios whose title contains this.") var only: String?

    func run() throws {
        let scenarios = try Scenario.load(seconds: seconds).titled(only)
        let workshop = try Workshop(tools)
        print(MachineDescription(workshop).text)
        let comparisons = try CompareSection(scenarios, rounds: rounds).run(in: workshop)
        print("### Targets\n\n\(TargetTable(underLoad: comparisons).text)")
    }
}
