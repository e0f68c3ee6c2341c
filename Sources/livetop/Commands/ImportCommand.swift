import ArgumentParser
import Foundation
import LiveProtocol
import SessionStore

/// `livetop import FILE`: sessions that were recorded elsewhere.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring sessions that were recorded elsewhere into this data folder.",
        discussion: """
            Takes a bundle, NDJSON as `export --format ndjson --raw --events` writes it, and HTTP archives (.har) \
            with WebSocket messages from a browser's developer tools, mitmproxy or livetop. What is imported is \
            redacted like what is recorded. A file is imported whole or not at all, also beside a proxy that records.

            Examples:
              livetop import call.livetop
              livetop import devtools.har
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
    var file: String

    func run() throws {
        let folder = try data.folder()
        let job = ImportJob(file: URL(filePath: file), folder: folder)
        let sessions = try job.run()
        for session in sessions { try StandardOutput.say(session.description) }
        StandardError.say("livetop: imported \(sessions.count) session\(sessions.count == 1 ? "" : "s")")
    }
}
