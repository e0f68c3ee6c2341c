import ArgumentParser
import LiveProtocol
import Recordings
import Runtime
import Settings
import Wording

/// `livetop import FILE`: sessions that were recorded elsewhere.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring sessions that were recorded elsewhere into this data folder.",
        discussion: """
            Takes a bundle, NDJSON as `export --format ndjson --raw --events` writes it, HTTP archives (.har) with \
            WebSocket messages (Chrome, Playwright, HTTP Toolkit, mitmproxy, livetop and others), and JSON with a message \
            per line, such as {"t":12.5,"dir":"up","json":{…}}, or an array of them. docs/exports.md tells more. One line \
            says what was understood and what was not. What is imported is redacted like what is recorded. A file is \
            imported whole or not at all, also beside a proxy that records.

            Examples:
              livetop import call.livetop
              livetop import devtools.har
              xz -dc calls.jsonl.xz | livetop import -
            """)

    @OptionGroup var data: DataOptions

    @Argument(
        help: ArgumentHelp("The file; - for the standard input.", valueName: "file"), completion: .file())
    var file: String

    @Flag(help: "Take WebSockets, too, that are no call of the Live API.")
    var allSockets = false

    func run() throws {
        let configuration = try data.configuration()
        let progress = ProgressLine()
        defer { progress.end() }
        let job = ImportJob(
            path: file, into: configuration.folder, knowledge: configuration.knowledge, version: LivetopVersion.number,
            takesAllSockets: allSockets, told: progress.reached)
        let result = try job.run {
            // From here on a signal takes back what has been written; before, there is nothing to take back.
            let interruptions = Interruptions()
            let hash = try KeyedHash(folder: configuration.folder)
            return (
                ImportRedaction(hash: { hash($0) }, rule: configuration.redaction.rule),
                { if let signal = interruptions.received { throw ExitCode.signal(signal) } }
            )
        }
        progress.end()
        for session in result.sessions { try StandardOutput.say(session.description) }
        StandardError.say("livetop: imported \(Format.counted(result.sessions.count, "session")): \(result.words)")
    }
}
