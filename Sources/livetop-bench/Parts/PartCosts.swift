import FoundationEssentials
import LiveProtocol

/// The parts table.
struct PartCosts {
    private let paths: [PathOfFrame]
    /// CPU nanoseconds by path and step.
    private let costs: [[Double]]

    /// Measures everything: a few seconds.
    static func measure(in workshop: Workshop) throws -> PartCosts {
        let folder = URL(filePath: workshop.path("parts"), directoryHint: .isDirectory)
        let paths = [
            try PathOfFrame("1.8 kB up", .clientToServer, .uplinkAudio(pcmBytes: 1280)),
            try PathOfFrame("2.7 kB down", .serverToClient, .downlinkAudio(pcmBytes: Scenario.smallDownlink)),
            try PathOfFrame("25 kB down", .serverToClient, .downlinkAudio(pcmBytes: Scenario.largeDownlink)),
            try PathOfFrame("turn end with usage", .serverToClient, .turnEnd),
        ]
        return PartCosts(paths: paths, costs: try paths.map { try $0.measure(in: folder) })
    }

    private init(paths: [PathOfFrame], costs: [[Double]]) {
        self.paths = paths
        self.costs = costs
    }

    var table: MarkdownTable {
        var table = MarkdownTable(columns: [""] + paths.map(\.title))
        for (index, step) in PathOfFrame.steps.enumerated() {
            table.rows.append([step] + costs.map { "\(Int($0[index].rounded()))" })
        }
        return table
    }
}
