internal import GRDB
public import LiveProtocol
internal import SessionModel

/// Writes a recording: batches of items, one transaction each.
///
/// Confined to one thread: calls block on the disk. A batch is written whole or not at all; after an error the same
/// batch may be appended again. Items of a connection come in the order in which they happened. A database has one
/// recorder of a proxy at a time (`FolderLock`); those of imports write beside it, because each transaction looks how far
/// the numbers of rows have come.
public struct Recorder: Sendable {
    private(set) var database: SessionDatabase
    private let header: RecordingHeader
    let recording: Int64
    /// It was made elsewhere.
    private let isImport: Bool
    private var progress: Progress
    /// Payloads are left out until there is space again: see `saveSpace(_:)`.
    private var isSavingSpace = false

    /// What a transaction moves on, and takes back when it fails.
    struct Progress: Sendable {
        /// Rows of `frames` and `events` are numbered together, in the order of arrival.
        var nextRow: Int64
        /// Connections that have a row.
        var known: Set<ConnectionID> = []
        /// What was written without payload since space ran out.
        var withheld: [ConnectionID: Withheld] = [:]
        /// Frames among them, those that a gap tells of by now included.
        var withheldFrames: Int64 = 0
    }

    struct Withheld: Sendable {
        var gap: CaptureGap
        var sequence: Int64
        var at: Timestamp
    }

    /// Begins a recording in `database`.
    ///
    /// - Parameter endedAt: when it ended, for one that was made elsewhere: it is never taken for the one that is being
    ///   made here, and taken back where it is not kept in the end (`keep`).
    public init(
        _ database: SessionDatabase, header: RecordingHeader, endedAt: Timestamp? = nil
    ) throws(DatabaseError) {
        self.database = database
        self.header = header
        isImport = endedAt != nil
        (recording, progress) = try database.write("Cannot begin a recording") { connection in
            try connection.execute(
                sql: """
                    INSERT INTO recordings (started_ns, ended_ns, livetop, capture, host, is_pending)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    header.startedAt.nanoseconds, endedAt?.nanoseconds, header.version, header.capture.rawValue,
                    header.host, endedAt.map { _ in 1 },
                ])
            let recording = connection.lastInsertedRowID
            return (recording, Progress(nextRow: try StoredEvents.lastGivenRow(connection) + 1))
        }
    }

    /// Writes `batch` as one transaction. It is on disk (safe from a crash of this process) when this returns.
    public mutating func append(_ batch: [RecordItem]) throws(DatabaseError) {
        guard !batch.isEmpty else { return }
        progress = try writing("Cannot record") { writer throws in
            for item in batch { try writer.write(item) }
        }
    }

    /// Writes what can be written of a batch that `append` refused for a reason that will not pass, each item by itself:
    /// one item must not keep the others from the disk. Removes from `batch` what is done with, so that the rest can
    /// be tried again after an error that may pass.
    ///
    /// - Parameter written: told of each item that has been written.
    /// - Returns: The items that could not be written.
    public mutating func appendSingly(
        _ batch: inout [RecordItem], written: (RecordItem) -> Void = { _ in }
    ) throws(DatabaseError) -> [RecordItem] {
        var refused: [RecordItem] = []
        while let item = batch.first {
            do {
                try append([item])
                written(item)
            } catch  where error.isTransient {
                batch = refused + batch
                throw error
            } catch {
                refused.append(item)
            }
            batch.removeFirst()
        }
        return refused
    }

    /// Goes on in the same file, which has been opened anew.
    ///
    /// - Returns: Whether everything that was written is there.
    public mutating func reopen(_ database: SessionDatabase) throws(DatabaseError) -> Bool {
        let recording = recording
        let isWhole = try database.read("Cannot go on with the recording") { connection in
            let isThere = try Bool.fetchOne(
                connection, sql: "SELECT count(*) FROM recordings WHERE id = ?", arguments: [recording])
            return try isThere == true && StoredEvents.lastRow(connection) + 1 >= progress.nextRow
        }
        if isWhole { self.database = database }
        return isWhole
    }

    /// Frames that have been written without their payload for lack of space, since the beginning.
    public var withheldFrames: Int64 { progress.withheldFrames }

    /// While true, frames are written without payload, and what is missing is counted: a `captureGap` of cause
    /// `diskLow` is written for each connection when it closes, when there is space again and when the recording ends.
    public mutating func saveSpace(_ isSaving: Bool) throws(DatabaseError) {
        if isSavingSpace, !isSaving {
            progress = try writing("Cannot record") { writer throws in try writer.writeWithheld() }
        }
        isSavingSpace = isSaving
    }

    /// Notes that the recording ended as it should.
    public mutating func finish(at instant: Timestamp) throws(DatabaseError) {
        let recording = recording
        progress = try writing("Cannot end the recording") { writer throws in
            try writer.writeWithheld()
            try writer.connection.execute(
                sql: "UPDATE recordings SET ended_ns = ? WHERE id = ?", arguments: [instant.nanoseconds, recording])
        }
    }

    private func writing(
        _ what: String, _ body: (inout BatchWriter) throws -> Void
    ) throws(DatabaseError) -> Progress {
        try database.write(what) { connection in
            var progress = progress
            // Somebody else may have imported a session meanwhile: its rows have numbers too.
            progress.nextRow = max(progress.nextRow, try StoredEvents.lastGivenRow(connection) + 1)
            var writer = try BatchWriter(
                connection: connection, recording: recording, header: header, isSavingSpace: isSavingSpace,
                isImport: isImport, progress: progress)
            try body(&writer)
            writer.finish()
            return writer.progress
        }
    }
}
