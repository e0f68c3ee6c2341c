public import Foundation
internal import GRDB

extension SessionDatabase {
    /// Writes a copy of everything that is recorded now to `target`, which must not exist or be empty: a whole database
    /// without free pages, as of one instant. Recording goes on meanwhile. After an error nothing of use is in `target`.
    public func backUp(to target: URL) throws(DatabaseError) {
        try using("Cannot write the copy \(target.path)") { connections in
            try connections.unsafeRead { connection in
                try connection.execute(sql: "VACUUM INTO ?", arguments: [target.path])
            }
        }
    }
}
