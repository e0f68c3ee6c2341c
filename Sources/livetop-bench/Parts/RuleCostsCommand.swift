import ArgumentParser

/// `livetop-bench rules`: what it costs that the rules are asked while calls go on, in this process.
struct RuleCostsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "CPU time of the rules, per session and second: on the way through a call, and for what is shown.")

    @Option(help: "Sessions at once.")
    var sessions = 400

    @Option(help: "Seconds that each of them lasts, in tens.")
    var seconds = 600

    @Flag(help: "Every session is of a client of its own.")
    var areStrangers = false

    func validate() throws {
        guard sessions > 0, seconds >= 10 else {
            throw ValidationError("give one session or more, and ten seconds or more")
        }
    }

    func run() {
        print(RuleCosts.measure(sessions: sessions, seconds: seconds, areStrangers: areStrangers).text)
    }
}
