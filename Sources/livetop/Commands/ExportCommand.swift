import ArgumentParser
import Exports
import Foundation
import LiveProtocol
import SessionModel
import SessionStore

/// `livetop export ID…`: recorded sessions in a format that other programs read.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write recorded sessions in a format that other programs read.",
        discussion: """
            ndjson: one line of JSON per frame (livetop.frame/1, docs/exports.md).

            Examples:
              livetop export @last --format ndjson | jq -c '{t, dir, kind}'
              livetop export --all --format ndjson --raw -o calls.ndjson
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The sessions.", valueName: "session"))
    var sessions: [String] = []

    @Flag(help: "Every session.")
    var all = false

    @Option(help: ArgumentHelp("ndjson.", valueName: "format"))
    var format: String

    @Flag(help: "Add each frame's payload in base64: unmasked, redacted, null where it was not captured.")
    var raw = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file; - is the standard output.", valueName: "file"))
    var output = "-"

    @Flag(help: "Replace the file if it exists.")
    var force = false

    func validate() throws {
        guard all != !sessions.isEmpty else { throw ValidationError("name sessions, or --all") }
        guard ExportFormat.all.contains(where: { $0.name == format }) else {
            throw ValidationError(
                "there is no format '\(format)'; there is: \(ExportFormat.all.map(\.name).joined(separator: ", "))")
        }
    }

    func run() throws {
        let database = try data.database()
        let index = SessionIndex(database)
        let ids =
            try all
            ? index.sessions().map(\.summary.id).reversed()
            : sessions.map { try index.find($0) { Suggestion.nearest(to: $0, among: $1) } }
        let target = try ExportTarget(path: output, replaces: force)
        do {
            for id in ids { try write(id, of: database, to: target) }
            try target.finish()
        } catch {
            target.abandon()
            throw error
        }
    }

    private func write(_ session: SessionID, of database: SessionDatabase, to target: ExportTarget) throws {
        var writer = NDJSONWriter(session: session, isRaw: raw)
        try Recording(database).forEachEvent(of: session) { event in
            if let line = writer.line(for: event) { try target.write(line) }
        }
    }
}
