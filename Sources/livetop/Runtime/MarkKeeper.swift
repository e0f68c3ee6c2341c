import Dispatch
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import SessionStore
import TerminalUI

/// Reads and writes the marks of the screen, one after the other on a queue of its own: the disk keeps nobody waiting.
final class MarkKeeper: Sendable {
    private let open: @Sendable () throws -> SessionDatabase
    private let queue = DispatchQueue(label: "marks", qos: .utility)
    private let told = NIOLockedValueBox<[Message]>([])

    /// - Parameter open: opens the recording for reading; writing goes to the file that it says.
    init(_ open: @escaping @Sendable () throws -> SessionDatabase) { self.open = open }

    /// Without a recording there are no marks to read, which is no problem before there is one to keep.
    func read() {
        queue.async { [self] in
            guard let all = try? SessionStore.Marks(open()).all() else { return }
            let comments = all.map { (TerminalUI.Marks.Place($0.session, turn: $0.at), $0.text) }
            answer(.marks(Dictionary(comments, uniquingKeysWith: { $1 })))
        }
    }

    /// Puts the mark there, or takes it away (nil).
    func keep(_ comment: String?, at place: TerminalUI.Marks.Place) {
        queue.async { [self] in
            do {
                let folder = try open().file.deletingLastPathComponent()
                let marks = SessionStore.Marks(try SessionDatabase.openBeside(recorderIn: folder))
                if let comment {
                    try marks.set(Mark(session: place.session, at: place.turn, text: comment))
                } else {
                    try marks.remove(at: place.turn, of: place.session)
                }
            } catch {
                answer(.told("✗ the mark lasts as long as this screen: \(error)"))
            }
        }
    }

    /// What has come of it since the last call.
    func answers() -> [Message] {
        told.withLockedValue { told in
            defer { told = [] }
            return told
        }
    }

    /// Waits for what is not done.
    func close() { queue.sync {} }

    private func answer(_ message: Message) { told.withLockedValue { $0.append(message) } }
}
