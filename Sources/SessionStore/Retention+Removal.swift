internal import GRDB
public import LiveProtocol

extension Retention {
    /// Rows of one transaction: some milliseconds of work.
    static let portion = 400
    /// Pages given back to the file system in one transaction: 4 MB.
    private static let vacuumPages = 512
    /// Pages of the index of texts that one transaction writes anew.
    private static let mergePages = 200

    /// Removes what `policy` lets go at `now`, and gives the space back.
    ///
    /// - Parameters:
    ///   - isRecording: a process holds the folder's lock; its sessions with an open connection stay.
    ///   - removed: called for each session that is gone.
    ///   - told: how far it has come.
    public func apply(
        _ policy: RetentionPolicy, at now: Timestamp, isRecording: Bool, removed: (Candidate) -> Void = { _ in },
        told: WorkStep.Telling = { _ in }
    ) throws(DatabaseError) {
        var hasRemoved = false
        let candidates = try candidates(under: policy, at: now, isRecording: isRecording)
        let total = Int(clamping: candidates.reduce(Int64(0)) { $0.addingClamped($1.frames) })
        var frames = 0
        for candidate in candidates {
            // The plan was an estimate; the file is measured.
            if !candidate.isOld, let limit = policy.keepBytes, try usedBytes() <= limit { break }
            try database.write("Cannot count what is removed") { try OutboxHold.countLoss(of: candidate.session, $0) }
            try remove(candidate.session, isRecording: isRecording) { rows in
                frames.addClamped(rows)
                told(WorkStep("removing", min(frames, total), of: total, "frames"))
            }
            hasRemoved = true
            removed(candidate)
        }
        try removeRemains(before: policy.keepFor.map { now - $0 })
        if hasRemoved { try clearTextIndex() }
        try giveBackSpace(told)
    }

    /// Removes one session, a portion at a time. A connection that is being recorded stays, and its session with it.
    ///
    /// - Parameter removed: called with how many frames have gone since the last time.
    public func remove(
        _ session: SessionID, isRecording: Bool, removed: (_ frames: Int) -> Void = { _ in }
    ) throws(DatabaseError) {
        while let frames = try database.write(
            "Cannot remove the session", { try Self.removePortion(of: session, isRecording, $0) })
        {
            removed(frames)
        }
    }

    /// How many frames were removed; nil where nothing was left to remove.
    private static func removePortion(
        of session: SessionID, _ isRecording: Bool, _ connection: Database
    ) throws -> Int? {
        let id = session.firstConnection.columnValue
        try StoredEvents.keepLastRow(connection)
        try connection.execute(sql: "DELETE FROM checkpoints WHERE session = ?", arguments: [id])
        let ended = try Int64.fetchAll(
            connection,
            sql: "SELECT id FROM connections c WHERE session = :id AND NOT (:isRecording AND \(isRunning))",
            arguments: ["id": id, "isRecording": isRecording])
        for ended in ended {
            for table in ["texts", "frames", "events"] {
                try connection.execute(
                    sql: """
                        DELETE FROM \(table)
                        WHERE id IN (SELECT id FROM \(table) WHERE connection = ? ORDER BY seq LIMIT \(portion))
                        """,
                    arguments: [ended])
                if connection.changesCount > 0 { return table == "frames" ? connection.changesCount : 0 }
            }
            // What was found quotes what was said; the next close tells what is left.
            try connection.execute(
                sql: "DELETE FROM turns WHERE session = ? AND connection = ?", arguments: [id, ended])
            try connection.execute(sql: "DELETE FROM findings WHERE session = ?", arguments: [id])
            try connection.execute(sql: "DELETE FROM connections WHERE id = ?", arguments: [ended])
        }
        try connection.execute(
            sql: "DELETE FROM sessions WHERE id = ?1 AND NOT EXISTS (SELECT * FROM connections WHERE session = ?1)",
            arguments: [id])
        return nil
    }

    /// Plain requests of that time, and recordings that have ended and hold nothing any more. The last stays: an import
    /// may be about to fill it.
    private func removeRemains(before limit: Timestamp?) throws(DatabaseError) {
        try database.write("Cannot remove old requests") { connection in
            if let limit {
                try connection.execute(
                    sql: """
                        DELETE FROM http_exchanges WHERE id IN (
                            SELECT x.id FROM http_exchanges x JOIN recordings r ON r.id = x.recording
                            WHERE r.started_ns + x.t_ns < ?)
                        """,
                    arguments: [limit.nanoseconds])
            }
            try connection.execute(
                sql: """
                    DELETE FROM recordings WHERE id < (SELECT max(id) FROM recordings)
                        AND id IS NOT \(Schema.runningRecording)
                        AND NOT EXISTS (SELECT * FROM connections WHERE recording = recordings.id)
                        AND NOT EXISTS (SELECT * FROM http_exchanges WHERE recording = recordings.id)
                    """)
        }
    }

    /// Rewrites the full text without what was removed: until then its words stand in older parts of the index.
    private func clearTextIndex() throws(DatabaseError) {
        var pages = -Self.mergePages
        // The first call, with a negative number, makes one part of all; the others go on with it.
        while try database.write("Cannot clear the index of texts", { try Self.mergePortion(pages, $0) }) {
            pages = Self.mergePages
        }
    }

    /// True while something is left to merge: then more than the command itself has changed.
    private static func mergePortion(_ pages: Int, _ connection: Database) throws -> Bool {
        let before = connection.totalChangesCount
        try connection.execute(
            sql: "INSERT INTO text_index (text_index, rank) VALUES ('merge', ?)", arguments: [pages])
        return connection.totalChangesCount - before >= 2
    }

    private func giveBackSpace(_ told: WorkStep.Telling) throws(DatabaseError) {
        var first: Int?
        while let left = try vacuumPortion() {
            let total = max(first ?? left, left)
            first = total
            told(WorkStep("giving space back", total.subtractingClamped(left), of: total, "pages"))
        }
        try database.using("Cannot write the log back") { connections in
            try connections.writeWithoutTransaction { connection in
                // The file shrinks when its log is written back, and the log holds what was removed until it is cut.
                // Whoever reads or writes at this moment puts that off to the next time.
                do {
                    _ = try connection.checkpoint(.truncate)
                } catch let error as GRDB.DatabaseError where error.resultCode == .SQLITE_BUSY {
                    _ = try connection.checkpoint(.passive)
                }
            }
        }
    }

    /// How many pages are left to give back; nil when none are.
    private func vacuumPortion() throws(DatabaseError) -> Int? {
        try database.write("Cannot give back space") { connection in
            let before = try Int.fetchOne(connection, sql: "PRAGMA freelist_count") ?? 0
            guard before > 0 else { return nil }
            try connection.execute(sql: "PRAGMA incremental_vacuum(\(Self.vacuumPages))")
            let after = try Int.fetchOne(connection, sql: "PRAGMA freelist_count") ?? 0
            // A database that another program made may be unable to shrink.
            return after > 0 && after < before ? after : nil
        }
    }
}
