import ArgumentParser
import FoundationEssentials
import LiveProtocol

/// `livetop-bench parts`: what each step behind the relay costs, in this process.
struct PartsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parts", abstract: "CPU nanoseconds of each step from wire to disk.")

    @OptionGroup var tools: ToolOptions

    func run() throws {
        let workshop = try Workshop(tools)
        print("### Parts, CPU ns per message\n\n\(try Self.table(in: workshop).text)")
    }

    static func table(in workshop: Workshop) throws -> MarkdownTable {
        let folder = URL(filePath: workshop.path("parts"), directoryHint: .isDirectory)
        let paths = [
            try PathOfFrame("1.8 kB up", .clientToServer, .uplinkAudio(pcmBytes: 1280)),
            try PathOfFrame("2.7 kB down", .serverToClient, .downlinkAudio(pcmBytes: Scenario.smallDownlink)),
            try PathOfFrame("25 kB down", .serverToClient, .downlinkAudio(pcmBytes: Scenario.largeDownlink)),
            try PathOfFrame("turn end with usage", .serverToClient, .turnEnd),
        ]
        let costs = try paths.map { try $0.measure(in: folder) }
        var table = MarkdownTable(columns: [""] + paths.map(\.title))
        for (index, step) in PathOfFrame.steps.enumerated() {
            table.rows.append([step] + costs.map { "\(Int($0[index].rounded()))" })
        }
        table.rows.append(["all"] + costs.map { "\(Int($0.reduce(0, +).rounded()))" })
        return table
    }
}
