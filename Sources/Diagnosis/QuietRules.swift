import LiveProtocol
import SessionModel

/// Which rules had nothing to say about a session when they were last asked, so that not all are asked at every look.
///
/// It belongs to one who asks: to a ledger, or to whoever shows the findings. It changes what is asked and never what is
/// found: a rule that is left out would have had nothing to say (`RuleCue`).
public struct QuietRules: Codable, Hashable, Sendable {
    /// By the number of the rule in its list; rules behind the last bit are always asked.
    private var quiet: UInt128 = 0
    /// Of the session at the last look.
    private var steps = -1
    private var reached: Timestamp?

    public init() {}

    /// The rule may have something to say that it had not at the last look.
    func mustAsk(_ rule: borrowing Rule, _ number: Int, about session: borrowing SessionState) -> Bool {
        guard case .steps(let lingering, let isAwake) = rule.cue, quiet & Self.bit(number) != 0, session.steps == steps,
            let reached
        else { return true }
        // Once more behind the end of the time.
        return reached < session.steppedAt + lingering || isAwake(session)
    }

    mutating func note(_ number: Int, isQuiet: Bool) {
        if isQuiet { quiet |= Self.bit(number) } else { quiet &= ~Self.bit(number) }
    }

    /// All of this look have been asked.
    mutating func finish(_ session: borrowing SessionState) { (steps, reached) = (session.steps, session.lastAt) }

    private static func bit(_ number: Int) -> UInt128 { 1 << UInt128(number) }
}

extension [Rule] {
    /// What these rules say in `context`, of those that may have something to say.
    ///
    /// - Parameter quiet: nil asks all.
    func sightings(in context: RuleContext, _ quiet: inout QuietRules?) -> [Sighting] {
        var found: [Sighting] = []
        // Through a span: a rule in hand is a copy of all its texts.
        let rules = span
        for number in rules.indices {
            guard context.session.isTimed || rules[number].traits.contains(.needsNoTimes),
                quiet?.mustAsk(rules[number], number, about: context.session) ?? true
            else { continue }
            let sightings = rules[number].sightings(in: context)
            quiet?.note(number, isQuiet: sightings.isEmpty)
            found += sightings
        }
        quiet?.finish(context.session)
        return found
    }
}
