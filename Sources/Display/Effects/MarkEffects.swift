import Foundation
import LiveProtocol
import SessionStore
import TerminalUI

/// Reads and writes the marks of the screen, one after the other: the disk keeps nobody waiting.
struct MarkEffects {
    private static let lane = EffectLane("marks")

    /// Opens the recording for reading; writing goes to the file that it says.
    let open: @Sendable () throws -> SessionDatabase

    /// Without a recording there are no marks to read, which is no problem before there is one to keep.
    func read() -> EffectJob<Message> {
        EffectJob(on: Self.lane) { [open] _ in
            guard let all = try? MarkTable(open()).all() else { return nil }
            let comments = all.map { (TerminalUI.Marks.Place($0.session, turn: $0.at), $0.text) }
            return .marks(Dictionary(comments, uniquingKeysWith: { $1 }))
        }
    }

    /// Puts the mark there, or takes it away (nil): also when the screen ends right after.
    func keep(_ comment: String?, at place: TerminalUI.Marks.Place) -> EffectJob<Message> {
        EffectJob(on: Self.lane, mustFinish: true) { [open] _ in
            do {
                let folder = try open().file.deletingLastPathComponent()
                let marks = MarkTable(try SessionDatabase.openBeside(recorderIn: folder))
                if let comment {
                    try marks.set(Mark(session: place.session, at: place.turn, text: comment))
                } else {
                    try marks.remove(at: place.turn, of: place.session)
                }
                return nil
            } catch {
                return .told("✗ the mark lasts as long as this screen: \(error)")
            }
        }
    }
}
