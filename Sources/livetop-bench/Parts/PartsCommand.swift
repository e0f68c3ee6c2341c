import ArgumentParser

/// `livetop-bench parts`: what each step behind the relay costs, in this process.
struct PartsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parts",
        abstract: "CPU nanoseconds of each step from wire to disk, messages per second, re-opening.")

    @OptionGroup var tools: ToolOptions

    func run() throws {
        print(try PartsSection(Workshop(tools)).text)
    }
}

/// The parts as a section of the report.
struct PartsSection {
    let costs: PartCosts
    let talk: TalkCosts
    let crowd: CrowdCosts

    init(_ workshop: Workshop) throws {
        Progress.say("parts")
        costs = try PartCosts.measure(in: workshop)
        talk = try TalkCosts.measure(in: workshop)
        crowd = CrowdCosts.measure()
    }

    var text: String { "### Parts, CPU ns per message\n\n\(costs.table.text)\n\(talk.text)\(crowd.text)" }
}
