internal import Exports
package import Foundation
package import LiveProtocol
internal import SessionModel
package import SessionStore
internal import Wording

/// One run of `livetop import`: looks at the whole file first, then writes it as a recording of its own. A proxy may
/// record into the same folder meanwhile.
package struct ImportJob {
    /// `-` for the standard input.
    private let path: String
    private let folder: URL
    private let knowledge: Knowledge
    /// Names the program that makes the recording.
    private let version: String
    /// Sockets that are no call of the Live API are taken too.
    private let takesAllSockets: Bool
    /// Told of each event that is looked at or written.
    private let told: WorkStep.Telling

    package init(
        path: String, into folder: URL, knowledge: Knowledge, version: String, takesAllSockets: Bool = false,
        told: @escaping WorkStep.Telling = { _ in }
    ) {
        (self.path, self.folder, self.knowledge, self.version) = (path, folder, knowledge, version)
        (self.takesAllSockets, self.told) = (takesAllSockets, told)
    }

    package struct Result {
        /// The sessions that are new here, in the order of the file.
        package var sessions: [SessionID]
        /// What was understood, in words; they quote the file.
        package var words: String
    }

    /// Imports the file whole or not at all.
    ///
    /// - Parameter begin: called before the first byte is written. It says how to redact, and gives back what is called
    ///   before each event: where that throws, what has been written is taken back.
    /// - Throws: `ImportRefusal`, and `DatabaseError` where the folder cannot take it.
    package func run(_ begin: () throws -> (ImportRedaction, () throws -> Void)) throws -> Result {
        do {
            let file = try ImportFile(path)
            let kind = try FileKind(head: file.head(), path: path)
            let database = try SessionDatabase.open(in: folder)
            let index = SessionIndex(database)
            let isTaken: (ConnectionID) -> Bool = { connection in
                // A database that cannot be read fails where it is written.
                ((try? index.session(ofConnection: connection)) ?? nil) != nil
            }
            var source = try ImportSource(file, kind, takesAllSockets: takesAllSockets, isTaken: isTaken, told: told)
            let survey = try survey(&source, index, isTaken)
            guard let startedAt = survey.firstAt else { throw ImportError("it holds no session") }
            return try write(source, survey, plan(source, startedAt: startedAt), to: database, begin)
        } catch let error as ImportError {
            // The reader does not know where its bytes come from.
            let remedy = error.remedy?.replacing("lint FILE ", with: "lint \(ShellWord.quoted(path)) ")
            throw ImportFile.refusal(path, why: Self.clean(error.description), remedy: remedy)
        }
    }

    private func write(
        _ source: ImportSource, _ survey: Survey, _ plan: ImportPlan, to database: SessionDatabase,
        _ begin: () throws -> (ImportRedaction, () throws -> Void)
    ) throws -> Result {
        // Before the first byte is written: a process that is killed leaves nothing that is taken for a recording.
        let lock = try ImportLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let (redaction, check) = try begin()
        var writer = try ImportWriter(
            database, knowledge: knowledge, plan: plan, givesWay: FolderLock.isHeld(folder))
        do {
            let rows = try rowCount(of: source)
            var events = 0.0
            let tally = try source.forEachEvent(redaction) { event in
                try check()
                try writer.write(event)
                events += 1
                let share = rows.map { events / max($0, 1) } ?? source.share
                told(WorkStep("importing", writer.frames, "frames", share: share.map { min($0, 0.999) }))
            }
            try writer.finish()
            if let bundle = source.bundle {
                try Bundle.copyNotes(of: survey.sessions, from: bundle, to: database)
            }
            try writer.keep()
            let frames = Format.counted(writer.frames, "frame")
            return Result(sessions: survey.sessions, words: Self.clean(tally?.words ?? frames))
        } catch {
            try writer.discard()
            throw error
        }
    }

    private func rowCount(of source: ImportSource) throws -> Double? {
        guard let bundle = source.bundle else { return nil }
        return Double(try Bundle.rowCount(in: bundle))
    }

    /// Words that quote a file, without what could drive a terminal or open a door.
    private static func clean(_ text: String) -> String { ForeignText.clean(Redaction.text(text)) }

    private struct Survey {
        var sessions: [SessionID] = []
        var firstAt: Timestamp?
    }

    private func survey(
        _ source: inout ImportSource, _ index: SessionIndex, _ isTaken: @escaping (ConnectionID) -> Bool
    ) throws -> Survey {
        var survey = Survey()
        var connections: [ConnectionID: SessionID] = [:]
        func note(_ connection: ConnectionID, of session: SessionID, at instant: Timestamp) throws {
            survey.firstAt = min(survey.firstAt ?? instant, instant)
            guard connections.updateValue(session, forKey: connection) == nil else { return }
            if !survey.sessions.contains(session) { survey.sessions.append(session) }
            guard try index.session(session) != nil || isTaken(connection) else { return }
            throw Self.known([session], "session \(session)")
        }
        switch source {
        case .foreign(_, let reader):
            let known = try reader.digest.map { try index.sessions(importedFrom: $0) } ?? []
            if !known.isEmpty { throw Self.known(known, path == "-" ? "the standard input" : path) }
            for planned in reader.planned {
                try note(planned.connection, of: planned.session, at: planned.startedAt)
            }
        case .own(var recording, let file):
            var count = 0
            try recording.learn { connection, session, instant in
                count += 1
                // A bundle is asked, not read.
                if let share = file.share {
                    told(WorkStep("looking through the file", count, "lines", share: min(share, 0.999)))
                }
                try note(connection, of: session, at: instant)
            }
            source = .own(recording, file)
        }
        return survey
    }

    private static func known(_ sessions: [SessionID], _ what: String) -> ImportRefusal {
        let names = sessions.map(\.description).joined(separator: ", ")
        return ImportRefusal(
            kind: .known, what: "cannot import \(what)",
            why: "it is here already" + (what.hasPrefix("session ") ? "" : ", as session \(names)"),
            remedy: "livetop show \(sessions.first?.description ?? ""), or import into another folder with --data-dir")
    }

    /// Which recording each connection belongs to.
    private func plan(_ source: ImportSource, startedAt: Timestamp) throws -> ImportPlan {
        if let bundle = source.bundle {
            return ImportPlan(recordings: try Bundle.recordings(in: bundle))
        }
        let header = RecordingHeader(startedAt: startedAt, version: version, capture: .full, host: nil)
        return ImportPlan(recordings: [(header, nil, [])])
    }
}
