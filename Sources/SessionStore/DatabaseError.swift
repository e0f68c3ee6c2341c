internal import GRDB
internal import GRDBSQLite

/// Why the store could not do what it was asked. Says what failed, why and what to do; never a value that was bound to
/// a statement, because that may be somebody's conversation.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        /// There is no database yet.
        case missing
        /// The file is not a livetop database, or not a database at all.
        case foreign
        /// Made by a newer livetop.
        case newer
        /// Made by an older livetop and opened for reading only, which cannot migrate it.
        case older
        /// The folder or file may not be created or written.
        case unwritable
        /// No space, or a limit on file sizes.
        case full
        /// Another process holds it longer than we wait.
        case locked
        /// The disk answered with an error.
        case inputOutput
        /// The file is damaged.
        case corrupt
        /// A query that somebody typed and SQLite does not take.
        case badQuery
        /// Anything else: a defect of livetop.
        case other
    }

    public var kind: Kind
    /// SQLite's extended result code, 0 where SQLite was not involved.
    public var code: Int32
    /// What failed.
    public var what: String
    /// Why.
    public var why: String
    /// What to do about it.
    public var cure: String
    /// The statement, with `?` where values stood.
    public var sql: String?

    /// Three lines: what failed, why, what to do.
    public var description: String { "\(what)\n\(why)\n\(cure)" }

    /// The same items may succeed later: keep them and try again.
    public var isTransient: Bool {
        switch kind {
        case .full, .locked, .inputOutput, .unwritable: true
        case .missing, .foreign, .newer, .older, .corrupt, .badQuery, .other: false
        }
    }

    init(_ kind: Kind, code: Int32 = 0, what: String, why: String? = nil, cure: String? = nil, sql: String? = nil) {
        self.kind = kind
        self.code = code
        self.what = what
        self.why = why ?? kind.why
        self.cure = cure ?? kind.cure
        self.sql = sql
    }

    /// `error` in our words; anything that is not SQLite's is a defect and says so without details.
    init(_ error: any Error, what: String) {
        if let error = error as? DatabaseError {
            self = error
        } else if let error = error as? GRDB.DatabaseError {
            let code = error.extendedResultCode.rawValue
            guard code != SQLITE_INTERRUPT else {
                self.init(
                    .corrupt, code: code, what: what,
                    why: "Reading it takes far longer than a file of that size should.")
                return
            }
            let message = String(cString: sqlite3_errstr(code))
            self.init(Kind(code: code), code: code, what: "\(what): \(message) (SQLite code \(code))", sql: error.sql)
        } else if error is RowDecodingError || error is UnreadableEvent {
            self.init(.corrupt, what: "\(what): a row holds what livetop never writes")
        } else {
            self.init(.other, what: what)
        }
    }
}

extension DatabaseError.Kind {
    init(code: Int32) {
        self =
            switch code & 0xFF {
            case SQLITE_FULL: .full
            case SQLITE_BUSY, SQLITE_LOCKED: .locked
            case SQLITE_IOERR, SQLITE_NOMEM: .inputOutput
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM: .unwritable
            case SQLITE_NOTADB: .foreign
            case SQLITE_CORRUPT: .corrupt
            default: .other
            }
    }

    var why: String {
        switch self {
        case .missing: "Nothing has been recorded in this data folder yet."
        case .foreign: "The file is not a livetop database."
        case .newer: "It was made by a newer livetop."
        case .older: "It was made by an older livetop and has to be brought up to date first."
        case .unwritable: "livetop may not create or write files there."
        case .full: "The disk is full, or a limit on file sizes was reached."
        case .locked: "Another process is writing to it."
        case .inputOutput: "The disk answered with an error."
        case .corrupt: "The file is damaged."
        case .badQuery: "SQLite does not take it."
        case .other: "livetop did not expect this."
        }
    }

    var cure: String {
        switch self {
        case .missing: "Start `livetop` and make a call through it, or name another folder with --data-dir."
        case .foreign: "Name another folder with --data-dir, or move the file away."
        case .newer: "Update livetop, or name another folder with --data-dir."
        case .older: "Start `livetop` once on this data folder."
        case .unwritable: "Check owner and mode of the folder, or name another one with --data-dir."
        case .full: "Free some space: calls go on meanwhile, and what is not recorded is counted."
        case .locked: "Close other programs that have the database open."
        case .inputOutput: "Check the disk and its mount (`dmesg`), or name another folder with --data-dir."
        case .corrupt: "Save what `sqlite3 livetop.db .recover` finds, then move the file away."
        case .badQuery: "`livetop schema` prints what there is to ask for."
        case .other: "Please report it with this text."
        }
    }
}

extension DatabaseError {
    /// The same with a reason that says more: `reason` and then the own, which passes as this one does.
    public func behind(_ reason: String) -> DatabaseError {
        var error = self
        error.why = reason + why.prefix(1).lowercased() + why.dropFirst()
        return error
    }

    /// A data folder that cannot be made, or is somebody else's by now.
    public init(folderFailure error: any Error, folder: String) {
        let why: String? =
            if case .held? = error as? FolderLock.Failure { "Another livetop records there." } else { nil }
        self.init(why == nil ? .unwritable : .locked, what: "Cannot make the data folder \(folder) again", why: why)
    }
}
