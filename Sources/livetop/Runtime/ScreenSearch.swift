import Dispatch
import Filters
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import SessionModel
import SessionStore
import TerminalUI

/// Full text for the filter of the Sessions screen, on a queue of its own: indexing what is new may take a while.
final class ScreenSearch: Sendable {
    private let open: @Sendable () throws -> SessionDatabase
    private let queue = DispatchQueue(label: "search", qos: .utility)
    private let state = NIOLockedValueBox(State())

    private struct State {
        /// What is wanted now; a question that is not is not begun.
        var filter: Filter?
        var answers: [Message] = []
        var isEnding = false
    }

    init(_ open: @escaping @Sendable () throws -> SessionDatabase) { self.open = open }

    func start(_ filter: Filter) {
        state.withLockedValue { $0.filter = filter }
        queue.async { [self] in
            guard state.withLockedValue({ $0.filter == filter && !$0.isEnding }) else { return }
            let answer = search(filter)
            state.withLockedValue { $0.answers.append(answer) }
        }
    }

    /// What has been found since the last call.
    func answers() -> [Message] {
        state.withLockedValue { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    /// Ends the search between two connections that are indexed.
    func close() {
        state.withLockedValue { $0.isEnding = true }
        queue.sync {}
    }

    /// Takes in what was recorded since the last search. Where the folder cannot be written, what is not indexed is
    /// not found.
    private func catchUp(_ database: SessionDatabase) throws(DatabaseError) {
        do {
            let folder = database.file.deletingLastPathComponent()
            try TextIndexer(.openBeside(recorderIn: folder)).catchUp { _, _ in
                state.withLockedValue { !$0.isEnding }
            }
        } catch  where error.kind == .unwritable {}
    }

    private func search(_ filter: Filter) -> Message {
        do {
            let database = try open()
            try catchUp(database)
            return .textsFound(filter, try TextIndex(database).sessions(for: filter))
        } catch {
            return .told("✗ cannot search what was said: \(error)")
        }
    }
}
