/// Shows that the load was not what limited the runs: what it costs per frame, what it reaches with nothing between its
/// ends, and how late it sent in real time.
struct GeneratorCheck {
    private let comparisons: [Comparison]

    init(_ comparisons: [Comparison]) { self.comparisons = comparisons }

    var table: MarkdownTable {
        var table = MarkdownTable(columns: [
            "", "CPU µs/frame, both ends", "own code", "frames/s direct", "most through a proxy", "sent late p50 µs",
            "p99 µs",
        ])
        table.rows = comparisons.compactMap(row)
        return table
    }

    private func row(_ comparison: Comparison) -> [String]? {
        guard let direct = comparison.results[.nothing]?.map(\.load) else { return nil }
        let proxied = comparison.results.filter { $0.key != .nothing }.values
            .compactMap { Spread($0.map(\.load.framesPerSecond))?.median }.max()
        return [
            comparison.scenario.title,
            Spread(direct.map(\.loadMicrosecondsPerFrame))?.median.short ?? "–",
            Spread(direct.map(\.loadUserMicrosecondsPerFrame))?.median.short ?? "–",
            Spread(direct.map(\.framesPerSecond)).map { Int($0.median).description } ?? "–",
            proxied.map { Int($0).description } ?? "–",
            Spread(direct.compactMap { $0.lateness?.p50 })?.median.short ?? "–",
            Spread(direct.compactMap { $0.lateness?.p99 })?.median.short ?? "–",
        ]
    }
}
