import ArgumentParser
import FoundationEssentials
import Glibc

/// `livetop-bench upstream`: one end of the load, started by the measuring commands.
struct UpstreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upstream", abstract: "The load's upstream (started by the other commands).", shouldDisplay: false)

    @Argument(help: "The traffic, as JSON.") var traffic: String

    func run() throws {
        let upstream = try LoadUpstream(JSONDecoder().decode(LoadPlan.self, from: Data(traffic.utf8)))
        print(upstream.port)
        fflush(nil)
        try upstream.run()
    }
}

/// `livetop-bench drive`: the other end; prints a `LoadReport` as one line of JSON.
struct DriveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drive", abstract: "The load's clients (started by the other commands).", shouldDisplay: false)

    @Argument(help: "The traffic, as JSON.") var traffic: String
    @Option(help: "Where the sessions connect to.") var proxyPort: UInt16
    @Option(help: "Where the upstream itself listens.") var upstreamPort: UInt16
    @Option(help: "The process whose CPU and memory to measure.") var watch: Int32?

    func run() throws {
        let driver = try LoadDriver(
            JSONDecoder().decode(LoadPlan.self, from: Data(traffic.utf8)), proxyPort: proxyPort,
            upstreamPort: upstreamPort, watching: watch)
        let report = try JSONEncoder().encode(driver.run())
        print(String(decoding: report, as: UTF8.self))
    }
}
