import ArgumentParser

/// Measures what livetop costs, next to nothing at all, HAProxy and mitmproxy. Results: `docs/performance.md`.
@main
struct LivetopBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "livetop-bench", abstract: "Measures livetop next to HAProxy and mitmproxy, on loopback.",
        subcommands: [
            ReportCommand.self,
            CompareCommand.self, LoadCommand.self, FaultsCommand.self, CapacityCommand.self, PartsCommand.self,
            RuleCostsCommand.self,
            ScreenCommand.self,
            SeekCommand.self, UpstreamCommand.self, DriveCommand.self,
        ])
}
