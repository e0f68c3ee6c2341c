public import Foundation
internal import GRDB

extension SessionDatabase {
    /// Writes a copy of everything that is recorded now to `target`, which must not exist or be empty: a whole database
    /// without free pages, as of one instant, with every payload as it crossed, so that any program can read it. Recording goes
    /// on meanwhile. Without checkpoints, which frames give again. After an error nothing of use is in `target`.
    ///
    /// - Parameter told: how far it has come.
    public func backUp(to target: URL, told: @escaping WorkStep.Telling = { _ in }) throws(DatabaseError) {
        let used = Int(clamping: try Retention(self).usedBytes())
        try using("Cannot write the copy \(target.path)") { connections in
            try connections.unsafeRead { connection in
                let watch = StatementWatch { told(Self.copying(target, of: used)) }
                try watch.run(on: connection, after: patience) {
                    try connection.execute(sql: "VACUUM INTO ?", arguments: [target.path])
                }
            }
            try Self.unpack(target, told)
        }
    }

    /// Of one statement nobody knows how far it is: the file that it fills tells.
    private static func copying(_ target: URL, of byteCount: Int) -> WorkStep {
        var status = stat()
        let size = stat(target.path, &status) == 0 ? Int(status.st_size) : 0
        return WorkStep(
            "copying", size / 1_000_000, "MB", share: byteCount > 0 ? min(Double(size) / Double(byteCount), 0.999) : nil
        )
    }

    /// Rows that one statement unpacks.
    private static let portion = 4_096

    /// Nobody else knows of the file yet: what is cut off is made anew.
    private static func unpack(_ file: URL, _ told: WorkStep.Telling) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { PayloadFunction.add(to: $0) }
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.writeWithoutTransaction { connection in
            try connection.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; DELETE FROM checkpoints")
            let total = try Int.fetchOne(connection, sql: "SELECT count(*) FROM frames") ?? 0
            var (done, first): (Int, Int64?) = (0, try Int64.fetchOne(connection, sql: "SELECT min(id) FROM frames"))
            while let start = first {
                first = try Int64.fetchOne(
                    connection, sql: "SELECT id FROM frames WHERE id >= ? ORDER BY id LIMIT 1 OFFSET \(portion)",
                    arguments: [start])
                try connection.execute(
                    sql: """
                        UPDATE frames SET payload = \(PayloadFunction.name)(codec, payload), codec = 0
                        WHERE codec <> 0 AND id >= ? AND id < coalesce(?, id + 1)
                        """,
                    arguments: [start, first])
                done = min(done + portion, total)
                told(WorkStep("unpacking", done, of: total, "frames"))
            }
            try connection.execute(sql: "PRAGMA incremental_vacuum")
        }
        try queue.close()
    }
}
