import ArgumentParser
import Diagnosis
import Filters
import Foundation
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import SessionStore
import Wording

/// `livetop stats`: percentiles and totals over recorded sessions.
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Percentiles of every metric over recorded sessions, and their totals.",
        discussion: """
            Without sessions: all of them. docs/metrics.md says what each metric is and where it begins and ends.

            Examples:
              livetop stats --since 2h
              livetop stats --by model --store http://clickhouse:8123/livetop
              livetop stats --tag my-branch --json | jq .metrics.response_ms.p95
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var store: StoreOptions

    @Argument(help: ArgumentHelp("The sessions.", valueName: "session"), completion: RecordedNames.sessions)
    var sessions: [String] = []

    @Option(help: ArgumentHelp("Only sessions with this tag.", valueName: "tag"), completion: RecordedNames.tags)
    var tag: String?

    @Option(help: ArgumentHelp("Only sessions opened in the last 90s, 15m, 2h or 7d.", valueName: "age"))
    var since: Age?

    @Option(
        name: .shortAndLong,
        help: FilterFlag.help("Only sessions that fit, such as 'model:~live-2.5 age:>2m'", for: .sessions),
        transform: FilterFlag.reader(for: .sessions))
    var filter: Filter?

    @Option(help: ArgumentHelp("One line for each tag, model, client, day or node.", valueName: "what"))
    var by: FleetGroups.Key?

    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        let stored = try store.open(data.configuration())
        defer { stored.copy?.remove() }
        let recordings = stored.recordings
        if stored.copy != nil { try fetch(in: stored) }
        try TagHint.tell(tag, in: recordings)
        let chosen = try chosen(in: recordings)
        if let by {
            let groups = FleetGroups(
                chosen.map(\.summary), by: by, clients: try recordings.index.clients(), nodes: stored.copy?.nodes ?? [:]
            )
            return try StandardOutput.say(json ? groups.json.text : groups.text)
        }
        let totals = try await Self.totals(of: chosen, in: recordings)
        try StandardOutput.say(json ? totals.json.text : totals.text(within: StandardOutput.columns))
    }

    /// Of a central store, sessions that are named are opened; of all others the list tells.
    private func fetch(in stored: StoredRecordings) throws {
        if filter != nil {
            try stored.fetch(stored.recordings.sessions(tag: tag).map(\.summary.id))
        } else if !sessions.isEmpty {
            _ = try stored.find(sessions)
        } else if by == nil {
            StandardError.say("livetop: these are the store's lists: latencies are of sessions that are named")
        }
        stored.tellNotes()
    }

    /// Newest first.
    private func chosen(in recordings: Recordings) throws -> [StoredSession] {
        let start = since.map { Timestamp.wallClock - $0.length }
        let named = try sessions.map { try recordings.find($0) }
        let now = Timestamp.wallClock
        let found =
            try named.isEmpty ? recordings.sessions(tag: tag) : Set(named).compactMap { try recordings.session($0) }
        let wanted = found.filter { session in
            (tag == nil || session.summary.tag == tag) && start.map { session.summary.openedAt >= $0 } ?? true
        }
        return try recordings.fitting(filter ?? .everything, among: wanted, at: now, .errorStream)
    }

    /// Re-opens as many sessions at once as there are cores.
    private static func totals(
        of sessions: [StoredSession], in recordings: Recordings
    ) async throws -> FleetTotals {
        let progress = ProgressLine()
        var done = 0
        var totals = FleetTotals()
        try await withThrowingTaskGroup(of: (SessionSummary, SessionState?).self) { group in
            var waiting = sessions[...]
            let start = { (group: inout ThrowingTaskGroup<(SessionSummary, SessionState?), any Error>) in
                guard let session = waiting.popFirst() else { return }
                group.addTask { try Self.reopen(session, recordings) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start(&group) }
            while let (summary, state) = try await group.next() {
                totals.add(summary, state)
                done += 1
                progress.reached(WorkStep("opening", done, of: sessions.count, "sessions"))
                start(&group)
            }
        }
        return totals
    }

    private static func reopen(
        _ session: StoredSession, _ recordings: Recordings
    ) throws -> (SessionSummary, SessionState?) {
        // Refused, or nothing crossed: the line in the list says everything.
        let hasFrames = session.summary.frames > 0
        let opened = hasFrames ? try recordings.openIfRecorded(session.summary.id) : nil
        return (opened?.summary ?? session.summary, opened?.state)
    }
}
