import Foundation
import LiveProtocol
import Recordings
import SessionStore

/// The file that is recorded into, and the one after it: should it lose its place, recording goes on in a new one, in
/// which the calls that are running are introduced again.
///
/// What has been written counts once the file has been seen in its place afterwards; until then it is kept, and written
/// again where it was not.
struct RecordingPlace {
    private(set) var database: SessionDatabase
    private let header: RecordingHeader
    private let folder: URL
    private var recorder: Recorder
    private var running = RunningConnections()
    /// Written since the file was last seen in its place.
    private var unconfirmed: [RecordItem] = []
    /// How the file was lost, until there is a new one.
    private var loss: String?
    /// In the files before this one.
    private var withheldBefore: Int64 = 0

    init(_ recorder: Recorder, in database: SessionDatabase, folder: URL, header: RecordingHeader) {
        self.recorder = recorder
        self.database = database
        self.folder = folder
        self.header = header
    }

    enum Settlement {
        /// What was written is where it should be.
        case kept([RecordItem])
        /// A new file was begun: frames of running calls that were in the old one, what has to be written again, and the
        /// whole in words.
        case moved(lost: Int64, again: [RecordItem], words: String)
    }

    /// Looks where the file is, and begins another where it is gone.
    ///
    /// - Throws: where none can be begun now; it is tried again at the next call.
    mutating func settle(
        _ renewFolder: () throws -> Void, savingSpace: Bool
    ) throws(DatabaseError) -> Settlement {
        if loss == nil {
            switch database.place {
            case .intact: return confirm()
            case .logLost: if try reopen() { return confirm() }
            case .lost(let how): leave(how)
            }
        }
        let how = loss ?? "was removed"
        do {
            return try begin(renewFolder, how, savingSpace: savingSpace)
        } catch {
            throw error.behind("\(SessionDatabase.fileName) \(how), and a new one cannot be begun: ")
        }
    }

    private mutating func confirm() -> Settlement {
        defer { unconfirmed = [] }
        for item in unconfirmed { running.note(item) }
        return .kept(unconfirmed)
    }

    private mutating func leave(_ how: String) {
        loss = how
        database.abandon()
        // Whoever removes the folder is not to find something new in it before that is done.
        Thread.sleep(forTimeInterval: 0.3)
    }

    /// Writes the log back that has lost its name, and opens the file anew. False where not all of it got there.
    private mutating func reopen() throws(DatabaseError) -> Bool {
        database.abandon()
        loss = "lost its log"
        let again = try SessionDatabase.open(in: folder)
        guard try recorder.reopen(again) else { return false }
        (database, loss) = (again, nil)
        return true
    }

    private mutating func begin(
        _ renewFolder: () throws -> Void, _ how: String, savingSpace: Bool
    ) throws(DatabaseError) -> Settlement {
        do { try renewFolder() } catch { throw DatabaseError(folderFailure: error, folder: folder.path) }
        let new = try SessionDatabase.open(in: folder)
        var recorder = try Recorder(new, header: header)
        try recorder.append(running.beginning())
        try recorder.saveSpace(savingSpace)
        let (lost, calls) = (running.frameCount, running.count)
        withheldBefore += self.recorder.withheldFrames
        defer {
            (database, self.recorder, loss, unconfirmed) = (new, recorder, nil, [])
            running.move()
        }
        let frames = "\(lost) \(lost == 1 ? "frame" : "frames") of \(calls) running \(calls == 1 ? "call" : "calls")"
        return .moved(
            lost: lost, again: unconfirmed,
            words: "\(database.file.path) \(how) (\(Timestamp.wallClock.rfc3339)), with what was recorded in it"
                + (calls > 0 ? ", \(frames) included" : "") + "; recording goes on in a new one")
    }
}

// MARK: - Writing

extension RecordingPlace {
    mutating func append(_ items: [RecordItem]) throws(DatabaseError) {
        try recorder.append(items)
        if unconfirmed.isEmpty { unconfirmed = items } else { unconfirmed += items }
    }

    /// See `Recorder.appendSingly`.
    mutating func appendSingly(_ items: inout [RecordItem]) throws(DatabaseError) -> [RecordItem] {
        var written: [RecordItem] = []
        defer { unconfirmed += written }
        return try recorder.appendSingly(&items) { written.append($0) }
    }

    mutating func saveSpace(_ isSaving: Bool) throws(DatabaseError) {
        // A file that is gone needs no gaps; the next one is told when it is begun.
        if loss == nil { try recorder.saveSpace(isSaving) }
    }

    mutating func finish(at instant: Timestamp) throws(DatabaseError) {
        if loss == nil { try recorder.finish(at: instant) }
    }

    /// Frames recorded without their payload, in all files.
    var withheldFrames: Int64 { withheldBefore + recorder.withheldFrames }
}
