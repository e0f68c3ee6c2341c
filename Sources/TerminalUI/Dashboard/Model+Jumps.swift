import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// Places of the open session that can be gone to from any of its screens.
extension Model {
    /// Shows a place on the screen that is shown, where that has such places; else an instant on the Session screen.
    private mutating func go(to target: Target, orTo instant: Timestamp?) {
        guard !screens[place.screen].show(target, context), let instant else { return }
        guard target == .instant(instant) || !screens[place.screen].show(.instant(instant), context) else { return }
        place.show(.session)
        _ = screens[place.screen].show(.instant(instant), context)
    }

    /// The next or the previous turn of the open session, shown on the screen that is there.
    mutating func stepTurn(_ step: Int) {
        guard let (turn, words) = screens[TurnsScreen.self].selectNext(step, context) else {
            return notice = TurnsScreen.noTurn
        }
        go(to: .instant(turn.startedAt), orTo: turn.startedAt)
        notice = words
    }

    /// The turn whose silence was longest, on the screen of the turns.
    mutating func showWorstTurn() {
        guard let worst = screens[TurnsScreen.self].selectWorst(context) else {
            return notice = "No turn has been measured so far."
        }
        place.show(.turns)
        notice = "Turn \(worst.index) had the longest silence: \(Format.latency(worst.perceivedGap))"
    }

    /// The next or the previous finding in the order of time, shown where it happened.
    mutating func stepFinding(_ step: Int) {
        guard let finding = screens[FindingsScreen.self].selectInTime(step, context) else {
            return notice = "Nothing found."
        }
        go(to: .finding(finding.key), orTo: finding.from)
        notice = words(finding)
    }

    func words(_ finding: Finding) -> String { "\(finding.rule): \(looks.privacy.maskedQuotes(finding.title))" }

    /// `:goto`: `#12` is a turn, `03:12` a time since the session began.
    mutating func go(to words: String) {
        guard let summary = context.summary else {
            notice = "✗ goto needs an open session"
            return
        }
        if words.hasPrefix("#"), let number = Int(words.dropFirst()) {
            guard !screens[place.screen].show(.turn(number), context) else { return }
            _ = carryOut([.show(.turns, at: .turn(number))])
        } else if let length = Format.parsedPosition(words) {
            go(to: .instant(summary.openedAt + length), orTo: summary.openedAt + length)
        } else {
            notice = Self.noPlace(words)
        }
    }

    static func noPlace(_ words: String) -> String {
        "✗ \"\(words)\" is neither a time such as 03:12 nor a turn such as #7"
    }
}
