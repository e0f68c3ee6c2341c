import ArgumentParser
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionStore
import Wording

/// `livetop prune`: removes old recordings.
struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove sessions that ended long ago, or until the database is small enough.",
        discussion: """
            A call that is being recorded stays, and loses nothing. Without limits those of the settings keep-for \
            and keep-size hold, which a running livetop applies by itself.

            Examples:
              livetop prune --older-than 14d --dry-run
              livetop prune --max-size 5G
            """)

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Remove what ended longer ago than 90s, 15m, 2h or 7d.", valueName: "age"))
    var olderThan: Age?

    @Option(
        help: ArgumentHelp("Remove what ended first until the database holds no more: 800m, 5G.", valueName: "size"))
    var maxSize: ByteSize?

    @Flag(help: "Only tell what would be removed.")
    var dryRun = false

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let settings = try data.settings()
        let isExplicit = olderThan != nil || maxSize != nil
        let policy =
            isExplicit
            ? RetentionPolicy(keepFor: olderThan?.length, keepBytes: maxSize?.byteCount) : settings.retention
        guard !policy.isUnlimited else {
            throw UserError(
                .usage, what: "nothing says what to remove", why: "recordings are kept without limit",
                remedy: "livetop prune --older-than 14d --dry-run")
        }
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        let database =
            try dryRun
            ? SessionDatabase.open(in: folder, readOnly: true) : SessionDatabase.openBeside(recorderIn: folder)
        let isRecording = FolderLock.isHeld(folder)
        let removed = try remove(policy, from: Retention(database), isRecording: isRecording)
        let held = try Retention(database).held(under: policy, at: .wallClock, isRecording: isRecording)
        if held > 0 {
            let look = SuggestedCommands.here(Livetop.self).completed("see livetop ship --status")
            StandardError.say(
                "livetop: \(Format.counted(held, "session stays", "sessions stay")) for a central store, \(look)")
        }
        try StandardOutput.say(json ? document(removed, database).text : text(removed, database))
    }

    private func remove(
        _ policy: RetentionPolicy, from retention: Retention, isRecording: Bool
    ) throws -> [Retention.Candidate] {
        guard !dryRun else { return try retention.candidates(under: policy, at: .wallClock, isRecording: isRecording) }
        var removed: [Retention.Candidate] = []
        let progress = ProgressLine()
        defer { progress.end() }
        try retention.apply(
            policy, at: .wallClock, isRecording: isRecording, removed: { removed.append($0) }, told: progress.reached)
        return removed
    }

    private func text(_ removed: [Retention.Candidate], _ database: SessionDatabase) -> String {
        let table = TextTable(
            header: ["SESSION", "ENDED", "FRAMES", "SIZE", "TAG"], rightAligned: [2, 3],
            rows: removed.map { candidate in
                [
                    candidate.session.description,
                    candidate.endedAt.dateAndTime,
                    Format.count(candidate.frames), Format.bytes(candidate.byteCount),
                    candidate.tag.map { ForeignText.clean($0) } ?? Format.unknown,
                ]
            })
        let size = Format.bytes(removed.reduce(0) { $0.addingClamped($1.byteCount) })
        let words = dryRun ? "would be removed, about \(size)" : "removed"
        let total = "\(Format.counted(removed.count, "session")) \(words)"
        let left = dryRun ? "" : "; the database has \(Format.bytes(database.byteCount))"
        return (removed.isEmpty ? "" : table.text + "\n") + total + left
    }

    private func document(_ removed: [Retention.Candidate], _ database: SessionDatabase) -> JSONValue {
        .object([
            ("schema", .string("livetop.prune/1")), ("dryRun", .bool(dryRun)),
            (
                "sessions",
                .array(
                    removed.map { candidate in
                        .object([
                            ("id", .string(candidate.session.description)), ("tag", .string(candidate.tag)),
                            ("endedAt", .time(candidate.endedAt)), ("frames", .integer(candidate.frames)),
                            ("bytes", .integer(candidate.byteCount)),
                        ])
                    })
            ),
            ("databaseBytes", .integer(database.byteCount)),
        ])
    }
}
