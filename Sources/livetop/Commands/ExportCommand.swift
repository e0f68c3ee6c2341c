import ArgumentParser
import Exports
import Filters
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import SessionStore

/// `livetop export ID…`: recorded sessions in a format that other programs read.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write recorded sessions in a format that other programs read.",
        discussion: """
            \(ExportFormat.all.map { "\($0.name): \($0.summary)." }.joined(separator: "\n"))
            docs/exports.md describes each of them. Nothing that is exported holds a credential.

            Examples:
              livetop export --format ndjson | jq -c '{t, dir, kind}'
              livetop export @last --format har -o call.har
              livetop export @last --format vtt --from 1:30 --to 2m
              livetop export @last --format bundle --anonymise -o issue.livetop
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var store: StoreOptions

    @Argument(
        help: ArgumentHelp("The sessions; the last one if there are none.", valueName: "session"),
        completion: RecordedNames.sessions)
    var sessions: [String] = []

    @Flag(help: "Every session.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "\(ExportFormat.all.map(\.name).joined(separator: ", ")).", valueName: "format"),
        completion: .list(ExportFormat.all.map(\.name)))
    var format: String

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to this file; - is the standard output.", valueName: "file"),
        completion: .file())
    var output = "-"

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @Flag(
        help: """
            Other words of the same length, noise for sound: for a public issue. Timings, names of tools and fields, and \
            findings stay.
            """)
    var anonymise = false

    @OptionGroup(title: "What of a session") var part: ExportPartOptions
    @OptionGroup(title: "How, for one format each") var manner: ExportManner

    func validate() throws {
        guard !all || sessions.isEmpty else {
            throw ValidationError(
                "--all does not go with sessions", why: "they are among all of them",
                remedy: "name sessions, or --all")
        }
        guard let chosen = ExportFormat.named(format) else {
            let names = ExportFormat.all.map(\.name)
            let nearest = Suggestion.nearest(to: format, among: names)
            throw ValidationError(
                "there is no format '\(format)'",
                why: nearest.map { "did you mean '\($0)'?" } ?? "the formats are \(names.joined(separator: ", "))",
                remedy: "livetop export --format \(nearest ?? "ndjson")")
        }
        guard chosen.isConcatenable || !all && sessions.count <= 1 else {
            throw ValidationError(
                "cannot export several sessions as \(chosen.name)", why: "such a file holds one",
                remedy: "name one: livetop export @last --format \(chosen.name)")
        }
        guard chosen.write != nil || output != "-" else {
            throw ValidationError(
                "cannot write a \(chosen.name) to the standard output", why: "it is a database file",
                remedy: "livetop export --format \(chosen.name) -o call.\(chosen.fileExtension)")
        }
        try part.validate(for: chosen)
        try manner.validate(for: chosen)
    }

    func run() throws {
        guard let chosen = ExportFormat.named(format) else { return }
        try store.with(data.configuration()) { try export(from: $0, as: chosen) }
    }

    private func export(from stored: StoredRecordings, as chosen: ExportFormat) throws {
        let recordings = stored.recordings
        let names = sessions.isEmpty ? ["@last"] : sessions
        let ids = try all ? recordings.sessions().map(\.summary.id).reversed() : names.map { try recordings.find($0) }
        try stored.fetch(ids)
        let job = ExportJob(
            ids, of: recordings, as: chosen, manner.options, part: try part.part(for: chosen),
            pseudonyms: anonymise ? Pseudonyms(SystemRandomNumberGenerator()) : nil)
        let target = try ExportTarget(
            path: output, replaces: ExportTarget.mayReplace(output, force: force), name: "call.\(chosen.fileExtension)")
        try run(job, to: target)
        for session in try job.running() {
            StandardError.say("livetop: session \(session) is still running: this is what there was of it")
        }
        if anonymise { try tell(of: ids, job) }
    }

    /// Whether the rules find in the export what they find in the recording.
    private func tell(of sessions: [SessionID], _ job: ExportJob) throws {
        for session in sessions {
            let progress = ProgressLine()
            let changed = try job.changedFindings(of: session, told: progress.reached)
            progress.end()
            let findings =
                changed.isEmpty ? "its findings are the same" : "not the same is \(changed.joined(separator: ", "))"
            StandardError.say("livetop: session \(session) is anonymous; \(findings)")
        }
    }

    private func run(_ job: ExportJob, to target: ExportTarget) throws {
        let progress = ProgressLine()
        defer { progress.end() }
        do { try job.run(to: target, told: progress.reached) } catch ExportError.backwards {
            throw UserError(
                .usage, what: "cannot export from \(part.from ?? "") to \(part.to ?? "")",
                why: ExportError.backwards.description, remedy: "exchange the two")
        }
    }
}
