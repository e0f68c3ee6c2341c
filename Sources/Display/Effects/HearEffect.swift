import Exports
import LiveProtocol
import Recordings
import Runtime
import TerminalUI

/// Plays turns of recorded calls through an external player, one at a time.
struct HearEffect {
    private static let lane = EffectLane("hear", isInBackground: true)

    let open: @Sendable () throws -> Recordings
    /// Looks for the player when something is to be heard.
    let player: @Sendable () throws -> SoundPlayer

    /// A newer one takes its place, and ends what is being played.
    func play(_ turn: HeardTurn) -> EffectJob<Message> {
        EffectJob(on: Self.lane, slot: "turn") { [open, player] isWanted in
            var part = ExportPart()
            part.turns = turn.number...turn.number
            do {
                // First, because without one there is nothing to read for.
                let player = try player()
                try Hearing(open(), player).play(turn.session, part: part, isWanted: isWanted)
                return .heard(turn, problem: nil)
            } catch {
                return isWanted() ? .heard(turn, problem: Self.words(error)) : nil
            }
        }
    }

    /// Ends what is being played.
    func hush() -> EffectJob<Message> { EffectJob(on: Self.lane, slot: "turn") { _ in nil } }

    /// The cure first: a line is cut at its end.
    private static func words(_ error: any Error) -> String {
        guard let error = UserError(failure: error) else { return "\(error)" }
        let parts = error.status == .unavailable ? [error.remedy, error.why] : [error.why, error.remedy]
        return parts.joined(separator: ": ")
    }
}
