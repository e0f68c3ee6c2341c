internal import Exports
internal import Foundation
internal import LiveProtocol
internal import SessionStore

/// A bundle of sessions that were made anonymous: recorded anew, as an import would, into a database of its own that goes
/// when the bundle is written. Nothing of the recording itself is copied, so that nothing of it can be left in a page.
struct AnonymousBundle {
    let recordings: Recordings
    let sessions: [SessionID]
    let pseudonyms: Pseudonyms

    func write(to file: URL, told: @escaping WorkStep.Telling) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "livetop-anonymous-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try SessionDatabase.open(in: folder)
        try record(into: database, told)
        try copyNotes(to: database)
        try Bundle.write(sessions, of: database, to: file, told: told)
    }

    private func record(into database: SessionDatabase, _ told: @escaping WorkStep.Telling) throws {
        // Handles were hashed when they were recorded, and stay.
        let redaction = ImportRedaction(hash: { _ in "h:00000000000000000000000000000000" }, rule: nil)
        var redactor = ImportRedactor(redaction)
        var writer = try ImportWriter(database, knowledge: recordings.knowledge, plan: plan(), givesWay: false)
        for (index, session) in sessions.enumerated() {
            let total = try Recording(recordings.database).mark(of: session).rowCount
            var pace = ExportPace(total: total, done: index, of: sessions.count)
            let source = try recordings.exportSource(of: session) {
                var step = pace.step(at: $0)
                step.verb = "making it anonymous"
                told(step)
            }.anonymised(pseudonyms)
            let next = source.events(nil)
            while let event = try next() {
                try writer.write(redactor.redact(ImportedEvent(session: session, event: event)))
            }
        }
        try writer.finish()
    }

    /// The runs of the proxy that the sessions are of, without the names of their machines.
    private func plan() throws -> ImportPlan {
        let connections = Set(try Bundle.sessions(in: recordings.database).filter { sessions.contains($0.value) }.keys)
        let runs = try Bundle.recordings(in: recordings.database).filter {
            !$0.connections.isDisjoint(with: connections)
        }
        return ImportPlan(
            recordings: runs.map { run in
                var header = run.header
                header.host = nil
                return (header, run.endedAt, run.connections)
            })
    }

    private func copyNotes(to database: SessionDatabase) throws {
        let (origins, target) = (SessionOrigins(recordings.database), SessionOrigins(database))
        for session in sessions {
            if let origin = try origins.origin(of: session) { try target.note(origin, of: session) }
        }
        let marks = MarkTable(database)
        for var mark in try MarkTable(recordings.database).all() where sessions.contains(mark.session) {
            mark.text = pseudonyms.scrambled(mark.text)
            try marks.set(mark)
        }
    }
}
