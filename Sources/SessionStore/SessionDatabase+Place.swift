internal import Foundation
internal import GRDB

/// What became of a database's files since they were opened. Whoever writes on into a file that has lost its name writes
/// for nobody: it is gone with the process.
public enum DatabasePlace: Hashable, Sendable {
    case intact
    /// The log beside the database is gone: what is in it can still be written back.
    case logLost
    /// The database itself; how, in words that follow its name: `was removed`.
    case lost(String)
}

extension SessionDatabase {
    /// Compares the open files with what lies at their paths now. Costs three system calls.
    public var place: DatabasePlace {
        switch identities[""]?.fate(at: file.path) {
        case .gone: return .lost("was removed")
        case .other: return .lost("was replaced by another file")
        case .empty: return .lost("was emptied")
        case .same, nil: break
        }
        let isLogLost = ["-wal", "-shm"].contains { suffix in
            identities[suffix].map { [.gone, .other].contains($0.fate(at: file.path + suffix)) } ?? false
        }
        return isLogLost ? .logLost : .intact
    }

    static func identities(of file: String) -> [String: FileIdentity] {
        var identities: [String: FileIdentity] = [:]
        for suffix in ["", "-wal", "-shm"] { identities[suffix] = FileIdentity(at: file + suffix) }
        return identities
    }

    /// Writes the log back and closes the files. A database that was emptied loses its name first: writing pages of the
    /// old one back into it would leave something that is neither.
    public func abandon() {
        if identities[""]?.fate(at: file.path) == .empty { unlink(file.path) }
        // Whoever still reads puts it off, and then the log keeps what it has, as far as it has a name.
        _ = try? using("Cannot write the log back") { connections in
            try connections.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        }
        closeConnections()
    }
}
