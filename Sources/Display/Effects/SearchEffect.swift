import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import TerminalUI

/// Full text for the filter of the Sessions screen: indexing what is new may take a while.
struct SearchEffect {
    let open: @Sendable () throws -> SessionDatabase

    /// A newer question takes its place, and ends what is indexed for it between two connections.
    func search(_ filter: Filter) -> EffectJob<Message> {
        EffectJob(on: EffectLane("search"), slot: "search") { [open] isWanted in
            do {
                let database = try open()
                try Self.catchUp(database, isWanted)
                return isWanted() ? .textsFound(filter, try TextIndex(database).sessions(for: filter)) : nil
            } catch {
                return .told("✗ cannot search what was said: \(error)")
            }
        }
    }

    /// Takes in what was recorded since the last search. Where the folder cannot be written, what is not indexed is
    /// not found.
    private static func catchUp(_ database: SessionDatabase, _ isWanted: () -> Bool) throws(DatabaseError) {
        do {
            let folder = database.file.deletingLastPathComponent()
            try TextIndexer(.openBeside(recorderIn: folder)).catchUp { _, _ in isWanted() }
        } catch  where error.kind == .unwritable {}
    }
}
