import LiveProtocol
import SessionModel

extension Rule {
    /// `quota-exhausted`: quota, rate or concurrency limit.
    static let quotaExhausted = Rule(
        "quota-exhausted", .connection, .p1, .error, variants: ["quota", "concurrency", "credits"],
        title: "quota, rate or concurrency limit",
        cause: "The project's quota for this model is used up; previews have small ones.",
        fix: "Do not retry in a loop. Look at the quota of the model in AI Studio, close old sessions, raise the tier.",
        source: "googleapis/python-genai#874; sonichi/sutando#258, #569; sohzm/cheating-daddy#455; F22"
    ) { context in
        context.closes(by: "quota-exhausted").compactMap { end in
            context.clock(end.connection).map { match(of: end, $0, context) }
        }
    }

    private static func match(of end: ConnectionEnd, _ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch {
        let others = others(openAt: clock.openedAt, of: clock, context)
        var match = RuleMatch.end(end, "A limit was reached: \(end.words).").number("other_sessions", others)
        let isCrowded = others >= Int(clamping: context.thresholds[.concurrentSessions])
        guard end.verdict?.variant == "quota", isCrowded else { return match }
        match.variant = "concurrency"
        match.title = "\(Words.count(others, "other session")) were open when the limit was reached: \(end.words)."
        return match.because("As many sessions as the tier allows were open at once.")
            .cured(
                by: "Close sessions when their user is gone: a reloaded page leaves one behind. \(quotaExhausted.fix)")
    }

    /// Connections of the same client that were open at that instant.
    private static func others(openAt instant: Timestamp, of clock: ConnectionClock, _ context: RuleContext) -> Int {
        (context.fleet?.links(with: context.session) ?? []).count { link in
            link.connection != clock.id && link.openedAt <= instant && (link.closedAt.map { $0 > instant } ?? true)
        }
    }
}
