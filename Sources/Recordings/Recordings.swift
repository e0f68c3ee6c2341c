public import Foundation
public import LiveProtocol
internal import SessionModel
public import SessionStore

/// The recorded sessions of a data folder: the only way to them. Whatever is said of a session (in a list, a document, an
/// export, on a screen that replays it) is found, folded and diagnosed here, with the same knowledge and the same view
/// of the other sessions.
///
/// ```
/// find ─▶ open (decode, fold; or a checkpoint) ─▶ diagnose (rules, other connections of the client) ─▶ whoever asks
///         follow (the same, event by event, while somebody records)
/// ```
public struct Recordings: Sendable {
    public let folder: URL
    /// Opened for reading.
    public let database: SessionDatabase
    public let knowledge: Knowledge
    /// The present: what a session that goes on is looked at.
    let clock: @Sendable () -> Timestamp
    /// A session that is over and has so many rows is read once, and then from its checkpoint.
    package var leastCheckpointedRows = CheckpointShelf.leastRows
    /// Told while a session is read that takes long.
    package var told: (@Sendable (WorkStep) -> Void)?

    /// - Throws: `DatabaseError` where the folder holds no recording, or one that cannot be read.
    public init(
        in folder: URL, knowledge: Knowledge, clock: @escaping @Sendable () -> Timestamp
    ) throws(DatabaseError) {
        self.init(
            try SessionDatabase.open(in: folder, readOnly: true), in: folder, knowledge: knowledge, clock: clock)
    }

    public init(
        _ database: SessionDatabase, in folder: URL, knowledge: Knowledge, clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.folder, self.database, self.knowledge, self.clock) = (folder, database, knowledge, clock)
    }

    public var index: SessionIndex { SessionIndex(database) }

    var shelf: CheckpointShelf { CheckpointShelf(database, knowledge) }

    /// A process records into the folder at this moment.
    public var isRecording: Bool { FolderLock.isHeld(folder) }

    // MARK: Finding

    /// The session that a person calls `name`: an identifier or enough of it, `@last`, `tag:NAME`.
    public func find(
        _ name: String, nearest: (_ name: String, _ candidates: [String]) -> String?
    ) throws(SessionReference.Failure) -> SessionID {
        try index.find(name, nearest: nearest)
    }

    /// Sessions, newest first, each as it is at this moment.
    public func sessions(tag: String? = nil, limit: Int = .max) throws(DatabaseError) -> [StoredSession] {
        let isRecording = isRecording
        return try index.sessions(tag: tag, limit: limit).map { listed($0, isRecording: isRecording) }
    }

    /// Sessions that are older than one, newest first.
    public func sessions(before session: SessionID, limit: Int) throws(DatabaseError) -> [StoredSession] {
        let isRecording = isRecording
        return try index.sessions(before: session, limit: limit).map { listed($0, isRecording: isRecording) }
    }

    /// One session as it is at this moment; nil where there is none.
    public func session(_ id: SessionID) throws(DatabaseError) -> StoredSession? {
        let isRecording = isRecording
        return try index.session(id).map { listed($0, isRecording: isRecording) }
    }

    /// Without a process that records, a connection that has no end ended with the one that recorded it.
    private func listed(_ stored: StoredSession, isRecording: Bool) -> StoredSession {
        var stored = stored
        stored.summary = knowledge.informed(stored.summary)
        stored.hasOpenConnection = stored.hasOpenConnection && isRecording
        if !stored.hasOpenConnection { stored.summary = stored.summary.ended }
        return stored
    }
}

/// Why a session cannot be looked at.
public enum RecordingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is in the list, and its frames were removed.
    case nothingRecorded(SessionID)

    public var description: String {
        switch self {
        case .nothingRecorded(let session): "nothing is recorded of session \(session): its frames were removed"
        }
    }
}
