public import Foundation
internal import GRDB

extension SessionDatabase {
    /// Writes a copy of everything that is recorded now to `target`, which must not exist or be empty: a whole database
    /// without free pages, as of one instant, with every payload as it crossed, so that any program can read it. Recording goes
    /// on meanwhile. Without checkpoints, which frames give again. After an error nothing of use is in `target`.
    public func backUp(to target: URL) throws(DatabaseError) {
        try using("Cannot write the copy \(target.path)") { connections in
            try connections.unsafeRead { connection in
                try connection.execute(sql: "VACUUM INTO ?", arguments: [target.path])
            }
            try Self.unpack(target)
        }
    }

    /// Nobody else knows of the file yet: what is cut off is made anew.
    private static func unpack(_ file: URL) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { PayloadFunction.add(to: $0) }
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.writeWithoutTransaction { connection in
            try connection.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; DELETE FROM checkpoints")
            try connection.execute(
                sql: "UPDATE frames SET payload = \(PayloadFunction.name)(codec, payload), codec = 0 WHERE codec <> 0")
            try connection.execute(sql: "PRAGMA incremental_vacuum")
        }
        try queue.close()
    }
}
