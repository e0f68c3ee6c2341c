import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `quota-exhausted`: quota, rate or concurrency limit.
    static let quotaExhausted = Rule(
        .quotaExhausted, .connection, .p1, .error, variants: ["quota", "concurrency", "credits"],
        title: "quota, rate or concurrency limit",
        cause: "The project's quota for this model is used up; previews have small ones.",
        fix: "Do not retry in a loop. Look at the quota of the model in AI Studio, close old sessions, raise the tier.",
        source: "googleapis/python-genai#874; sonichi/sutando#258, #569; sohzm/cheating-daddy#455; F22",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        thresholds: [.concurrentSessions],
        covers: [.livekit(.quotaOrModel)],
        closes: [
            CloseReason(
                1011, says: "you exceeded your current quota", "resource has been exhausted", "quota exceeded",
                variant: "quota"),
            CloseReason(1011, says: "prepayment credits", variant: "credits"),
        ],
        examples: scripts
    ) { context in
        context.closes(by: .quotaExhausted).compactMap { end in
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

extension RuleID {
    static let quotaExhausted: RuleID = "quota-exhausted"
}

extension Threshold {
    static let concurrentSessions = Threshold(
        "concurrent_sessions", 3, "so many other open sessions make a refusal one of concurrency")
}

private let scripts: [Example] = [
    Example("quota") {
        $0.talk(); $0.close(1011, "You exceeded your current quota, please", after: 2)
    } silent: {
        $0.talk(); $0.close(1011, "Internal error encountered.", after: 2)
    },
    Example("concurrency", calls: { crowd(of: 4) }, silent: { crowd(of: 2) }),
]

private func crowd(of count: Int) -> [StagedCall] {
    (1...count).map { number in
        var call = StagedCall(UInt64(number), start: Double(number))
        call.begin()
        if number == count { call.close(1011, "Resource has been exhausted (e.g. check quota).", after: 1) }
        return call
    }
}
