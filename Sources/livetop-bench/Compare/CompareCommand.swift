import ArgumentParser

/// `livetop-bench compare`: the tables of `docs/performance.md`.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "CPU per frame and added latency of livetop, HAProxy and mitmproxy.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Interleaved rounds; the tables show their medians.") var rounds = 5
    @Flag(help: "One round of the main scenarios, in less than two minutes.") var quick = false
    @Option(help: "Only scenarios whose title contains this.") var only: String?

    func run() throws {
        let workshop = try Workshop(tools)
        for subject in Subject.allCases {
            if let reason = subject.reasonMissing(in: workshop) { print("\(subject.title) is left out: \(reason)\n") }
        }
        var comparisons: [Comparison] = []
        for scenario in quick ? Scenario.quick : Scenario.full {
            if let only, !scenario.title.contains(only) { continue }
            var comparison = Comparison(scenario)
            try comparison.run(rounds: quick ? 1 : rounds, in: workshop)
            print("### \(scenario.title)\n\n\(comparison.table.text)")
            comparisons.append(comparison)
        }
        print("### The load generator\n\n\(GeneratorCheck(comparisons).table.text)")
    }
}
