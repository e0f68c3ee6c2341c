import ArgumentParser

/// `livetop-bench report`: everything, as the Markdown that `docs/measurements/` holds. `make bench` runs it.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "All measurements and targets, in about three quarters of an hour.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Interleaved rounds; the tables show their medians.") var rounds = 5
    @Flag(help: "One round of the main scenarios, in less than two minutes.") var quick = false

    func run() throws {
        let workshop = try Workshop(tools)
        print(MachineDescription(workshop).text)
        let comparisons = try CompareSection(quick ? Scenario.quick : Scenario.full, rounds: quick ? 1 : rounds)
            .run(in: workshop)
        let underLoad = try quick ? [] : CompareSection(Scenario.load(seconds: 60), rounds: rounds).run(in: workshop)
        let capacity = CapacitySection(
            counts: quick ? [100, 400] : CapacitySection.usualCounts, windowSeconds: quick ? 2 : 3,
            soakSeconds: quick ? 0 : 30)
        try capacity.run(in: workshop)
        let parts = try PartsSection(workshop)
        print(parts.text)
        let screen = try ScreenSection(workshop, millionOf: quick ? 100_000 : 1_000_000)
        print(screen.text)
        print("### Targets\n\n\(TargetTable(comparisons, underLoad, parts, screen).text)")
    }
}
