import Filters
import Foundation
import LiveProtocol
import Runtime
import SessionModel
import SessionStore

/// Full text over the recordings of a folder, or those of a bundle, for `grep` and for filters.
struct TextSearch {
    /// The data folder, or a bundle.
    let folder: URL

    /// The database to search in, with everything in its index that has been recorded so far.
    func database() throws(DatabaseError) -> SessionDatabase {
        var isFolder: ObjCBool = false
        // Without the slash at the end, with which no file exists.
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue {
            return try Bundle.openIndexed(folder)
        }
        do { try catchUp() } catch  where error.kind == .unwritable {
            StandardError.say("livetop: the folder cannot be written: what was not indexed before is not searched")
        }
        return try SessionDatabase.open(in: folder, readOnly: true)
    }

    private func catchUp() throws(DatabaseError) {
        var progress = ProgressLine()
        try TextIndexer(.openBeside(recorderIn: folder)).catchUp { done, total in
            progress.say("indexing: \(done) of \(total) connections")
            return true
        }
    }

    /// The sessions in which texts of the filter occur; nothing is looked at for a filter without any.
    func sessions(for filter: Filter?) throws(DatabaseError) -> [SessionID: Set<TextTest>] {
        guard let filter, filter.needsText else { return [:] }
        return try TextIndex(database()).sessions(for: filter)
    }
}
