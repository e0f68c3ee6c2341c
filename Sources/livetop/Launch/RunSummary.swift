import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import Reports
import Runtime
import SessionModel
import SessionStore
import Wording

/// What a run came to, told at its end: how each call ended, what was wrong with it, and the command that tells more.
struct RunSummary {
    var proxy: LaunchProxy
    var tag: String?
    var knowledge: Knowledge
    /// The data folder was named by a flag: whoever reads it has to name it, too.
    var namesFolder = false

    /// Calls that are told of one by one.
    private static let shown = 8
    /// Frames that are read again at most: nobody waits for the verdict longer than a few seconds.
    private static let frameLimit: Int64 = 200_000

    /// One call with what there is to say of it.
    private struct Entry {
        var summary: SessionSummary
        var verdict: CallVerdict

        /// `6g002byh checkout`.
        var name: String {
            "\(summary.id)" + (summary.tag.map { " \(ForeignText.clean($0))" } ?? "")
        }
    }

    /// Lines for people. A database that cannot be read is one of them: the program's exit code matters more.
    var lines: [String] {
        do {
            let folder = URL(filePath: proxy.settings.dataDirectory, directoryHint: .isDirectory)
            let recordings = try Recordings(in: folder, knowledge: knowledge) { .wallClock }
            let entries = try entries(recorded(in: recordings), recordings)
            guard let first = entries.first else { return [silence] }
            let newest = try recordings.sessions(limit: 1).first?.summary.id
            guard entries.count > 1 else { return ["\(first.verdict.words) · \(command(about: first, newest))"] }
            return told(entries) + ["\(count(entries)) · \(command(about: worst(entries) ?? first, newest))"]
        } catch {
            return ["the recording cannot be read: \(UserError(failure: error)?.what ?? "\(error)")"]
        }
    }

    /// Sessions that began during the run, oldest first. Through a shared proxy they may be of other programs, unless a
    /// tag tells them apart.
    private func recorded(in recordings: Recordings) throws -> [SessionSummary] {
        try recordings.sessions(tag: tag).map(\.summary).filter { $0.openedAt >= proxy.startedAt }.reversed()
    }

    /// The rules look at the newest first; those for which there is no time are told without findings.
    private func entries(_ sessions: [SessionSummary], _ recordings: Recordings) throws -> [Entry] {
        var diagnoser = SessionDiagnoser(recordings)
        var left = Self.frameLimit
        let entries = try sessions.reversed().map { summary in
            left = left.subtractingClamped(summary.frames)
            guard left >= 0, let opened = try recordings.openIfRecorded(summary.id) else {
                return Entry(summary: summary, verdict: CallVerdict(summary))
            }
            return Entry(summary: opened.summary, verdict: CallVerdict(try diagnoser.diagnose(opened)))
        }
        return entries.reversed()
    }

    private var silence: String {
        proxy.settings.allowsConnect
            ? "no Live call came through; does the program heed HTTPS_PROXY? The README tells which clients do"
            : "no Live call came through; does the program read GOOGLE_GEMINI_BASE_URL? The README tells each SDK's way"
    }

    // MARK: Words

    /// A line for each call; of many, those in which most was wrong.
    private func told(_ entries: [Entry]) -> [String] {
        let ranked = entries.indices.sorted { left, right in
            let (first, second) = (rank(entries[left]), rank(entries[right]))
            return first == second ? left > right : first > second
        }
        let chosen = Set(ranked.prefix(Self.shown))
        let lines = entries.indices.filter(chosen.contains).map {
            "\(entries[$0].name): \(entries[$0].verdict.words)"
        }
        let rest = entries.count - lines.count
        return lines + (rest > 0 ? ["and \(Words.count(rest, "call")) more"] : [])
    }

    private func rank(_ entry: Entry) -> Int {
        entry.verdict.worst.flatMap(Severity.allCases.firstIndex).map { $0 + 1 } ?? 0
    }

    private func worst(_ entries: [Entry]) -> Entry? {
        entries.reversed().max { rank($0) < rank($1) }
    }

    /// `3 calls, 1 with errors`.
    private func count(_ entries: [Entry]) -> String {
        let kinds = [(Severity.error, "errors"), (.warning, "warnings")].compactMap { severity, word -> String? in
            let count = entries.count { $0.verdict.worst == severity }
            return count == 0 ? nil : "\(count) with \(word)"
        }
        return ([Format.counted(entries.count, "call")] + kinds).joined(separator: ", ")
    }

    private func command(about entry: Entry, _ newest: SessionID?) -> String {
        let verb = (entry.verdict.worst ?? .info) >= .warning ? "diagnose" : "show"
        let name = entry.summary.id == newest ? "@last" : entry.summary.id.description
        let folder = proxy.settings.dataDirectory
        return "livetop \(verb) \(name)"
            + (proxy.isPrivate || namesFolder ? " --data-dir \(ShellWord.quoted(folder))" : "")
    }
}
