import LiveProtocol
import SessionModel

/// Hearing a turn of the open session.
extension Model {
    /// `H`: the selected turn, in the place of what is being played; silence where that is the same.
    mutating func hearTurn() -> [Effect] {
        guard let session = context.detail?.id, let turn = screens[TurnsScreen.self].selected(context) else {
            notice = TurnsScreen.noTurn
            return []
        }
        let wanted = HeardTurn(session: session, number: turn.index)
        guard heard != wanted else {
            heard = nil
            notice = "Silence."
            return [.hush]
        }
        heard = wanted
        notice = "Turn \(turn.index) is being played. H: silence"
        return [.hear(wanted)]
    }

    /// It has been played, or cannot be; what was asked for since stays.
    mutating func endHearing(_ turn: HeardTurn, problem: String?) {
        guard heard == turn else { return }
        heard = nil
        notice = problem.map { "✗ not played: \($0)" }
    }

    /// What stands in the status bar before where the user is.
    var placeWords: String { hearingWords + markWords + filterWords }

    /// What is being played.
    private var hearingWords: String {
        guard let heard else { return "" }
        return heard.session == place.session ? "♪ turn \(heard.number)  " : "♪  "
    }
}
