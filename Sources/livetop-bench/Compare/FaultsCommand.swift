import ArgumentParser

/// `livetop-bench faults`: what calls without faults cost while there is a plan for others.
struct FaultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "CPU per frame and added latency of calls that nobody breaks, beside faults for others.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Interleaved rounds; the tables show their medians.") var rounds = 5

    func run() throws {
        let scenarios = [Scenario.faults(isBulk: true), .faults(isBulk: false)]
        _ = try CompareSection(scenarios, rounds: rounds).run(in: Workshop(tools))
    }
}
