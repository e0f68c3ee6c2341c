import Filters
public import LiveProtocol
import SessionModel

extension ExportSource {
    /// The time from the beginning of the first of the turns to the beginning of the turn after the last, or to the end
    /// of the session.
    public func interval(ofTurns turns: ClosedRange<Int>) throws -> ClosedRange<Timestamp> {
        var start: Timestamp?
        var next: Timestamp?
        let reader = try read(part: { part in
            guard case .turn(let turn) = part else { return }
            if turn.index == turns.lowerBound { start = turn.startedAt }
            if turn.index > turns.upperBound, next == nil { next = turn.startedAt }
        })
        guard let start else { throw ExportError.noTurn(turns.lowerBound) }
        guard let next else { return start...max(start, reader?.lastAt ?? start) }
        return start...max(start, next - .nanoseconds(1))
    }

    /// When the session began; nil when nothing is recorded of it.
    public func openedAt() throws -> Timestamp? { try events(nil)()?.at }
}

extension Turn {
    /// Turns that overlap are told apart by where they begin.
    func isSelected(by options: ExportOptions, openedAt: Timestamp) -> Bool {
        options.contains(startedAt) && options.filter.matches(FilteredTurn(self, openedAt: openedAt))
    }
}
