import Foundation
import LiveProtocol
import Runtime
import SessionModel
import SessionStore
import Wording

/// What a run recorded, told at its end.
struct RunSummary {
    var proxy: LaunchProxy
    var tag: String?

    /// Lines for people. A database that cannot be read is one of them: the program's exit code matters more.
    var lines: [String] {
        do {
            let sessions = try recorded()
            return sessions.isEmpty ? [silence] : sessions.map(line) + [next(sessions)]
        } catch {
            return ["the recording cannot be read: \(error.what)"]
        }
    }

    /// Sessions that began during the run, oldest first. Through a shared proxy they may be of other programs, unless a
    /// tag tells them apart.
    private func recorded() throws(DatabaseError) -> [StoredSession] {
        let folder = URL(filePath: proxy.settings.dataDirectory, directoryHint: .isDirectory)
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        return try SessionIndex(database).sessions(tag: tag)
            .filter { $0.summary.openedAt >= proxy.startedAt }.reversed()
    }

    private var silence: String {
        proxy.settings.allowsConnect
            ? "no Live call came through; does the program heed HTTPS_PROXY? The README tells which clients do"
            : "no Live call came through; does the program read GOOGLE_GEMINI_BASE_URL? The README tells each SDK's way"
    }

    private func line(_ session: StoredSession) -> String {
        let summary = session.summary
        let model = summary.model.map { ", \(ForeignText.clean($0))" } ?? ""
        return "session \(summary.id): \(summary.frames) frames\(model)"
    }

    private func next(_ sessions: [StoredSession]) -> String {
        let folder = proxy.isPrivate ? " --data-dir '\(proxy.settings.dataDirectory)'" : ""
        return "livetop show \(sessions.last?.summary.id.description ?? "@last")\(folder)"
    }
}
