import ArgumentParser

/// `livetop-bench compare`: CPU and latency next to the others.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "CPU per frame and added latency of livetop, HAProxy and mitmproxy.")

    @OptionGroup var tools: ToolOptions
    @Option(help: "Interleaved rounds; the tables show their medians.") var rounds = 5
    @Flag(help: "One round of the main scenarios, in less than two minutes.") var quick = false
    @Option(help: "Only scenarios whose title contains this.") var only: String?

    func run() throws {
        let scenarios = try (quick ? Scenario.quick : Scenario.full).titled(only)
        _ = try CompareSection(scenarios, rounds: quick ? 1 : rounds).run(in: Workshop(tools))
    }
}

/// The comparisons as a section of the report.
struct CompareSection {
    private let scenarios: [Scenario]
    private let rounds: Int

    init(_ scenarios: [Scenario], rounds: Int) {
        self.scenarios = scenarios
        self.rounds = rounds
    }

    /// Prints each table as soon as it is there.
    func run(in workshop: Workshop) throws -> [Comparison] {
        for subject in Subject.allCases where scenarios.contains(where: { $0.subjects.contains(subject) }) {
            if let reason = subject.reasonMissing(in: workshop) { print("\(subject.title) is left out: \(reason)\n") }
        }
        let comparisons = try scenarios.map { scenario in
            var comparison = Comparison(scenario)
            try comparison.run(rounds: rounds, in: workshop)
            print("### \(scenario.title)\n\n\(comparison.table.text)")
            if let threads = comparison.threadTable { print(threads.text) }
            return comparison
        }
        print("### The load generator\n\n\(GeneratorCheck(comparisons).table.text)")
        return comparisons
    }
}
