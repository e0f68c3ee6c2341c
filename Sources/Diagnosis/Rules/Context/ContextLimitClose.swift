import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `context-limit-close`: the window was exhausted, or will be in a minute.
    static let contextLimitClose = Rule(
        .contextLimitClose, .context, .p1, .error,
        title: "the context window is exhausted",
        cause: "Everything said stays in the context, audio as 25 tokens a second, and nothing makes room.",
        fix: """
            Enable contextWindowCompression with a slidingWindow; shorten seeded history and tools. A resumed session \
            brings its context along.
            """,
        code: .compression,
        source: "troubleshooting guide (128 k); Live API reference (32 k by family); yeyu2/gemini-nextjs#4",
        traits: [.needsNoTimes, .endsConnection],
        explains: [.contextNearLimit, .noContextCompression, .noResumptionConfigured],
        covers: [
            .troubleshooting(.disconnected), .troubleshooting(.contextBeyondLimit), .guide(.context),
            .reference(.families),
        ],
        examples: scripts
    ) { context in
        context.closes(by: .contextLimitClose).compactMap { observed($0, context) }
            + (predicted(context).map { [$0] } ?? [])
    }

    private static func observed(_ end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        // As it was then: a connection that follows begins anew.
        guard let held = context.clock(end.connection)?.holdings, let used = held.context, let limit = held.limit,
            let share = held.occupancy
        else { return nil }
        var match = RuleMatch.end(
            end,
            """
            \(Format.count(used)) of \(Format.counted(limit.tokens, "token")) (\(Words.percent(share))) without compression, \
            then \(end.words).
            """,
            from: held.reportedAt)
        let mark = context.session.usage.marks.last { $0.connection == end.connection }
        if mark?.context == used { match = match.proof(mark?.frame, "usage: \(Format.counted(used, "token"))") }
        let isFresh = held.reportedAt.map { end.at - $0 < .seconds(60) } ?? false
        return match.number("context_tokens", Double(used)).number("limit_tokens", Double(limit.tokens))
            .unsure(if: limit.isAssumed || !isFresh)
    }

    private static func predicted(_ context: RuleContext) -> RuleMatch? {
        guard let clock = context.session.connection, clock.isOpen, let growth = ContextFill(context),
            let left = growth.timeLeft, left <= .seconds(60)
        else { return nil }
        let shown = growth.shownTimeLeft ?? left
        return RuleMatch(
            "The context is full in about \(Words.time(shown)), and nothing makes room.", .warning,
            from: growth.reportedAt, to: context.now, on: clock.id
        )
        .predicted().number("context_tokens", Double(growth.used)).number("limit_tokens", Double(growth.limit))
        .number("left_s", shown.seconds)
    }
}

/// How full the context of an uncompressed session is, and how fast it fills.
struct ContextFill {
    var used: Int64
    var limit: Int64
    var reportedAt: Timestamp
    /// Tokens a second over the last turns; nil before the second of them, and for a context that does not grow.
    var rate: Double?
    private var now: Timestamp
    /// At the fastest pace of the last minutes.
    private var soonest: Duration?

    /// Nil where compression makes room in time, and where size or limit are not known.
    init?(_ context: RuleContext) {
        let tokens = context.session.tokens
        guard let used = tokens.context, let limit = tokens.limit?.tokens, limit > 0, let reportedAt = tokens.reportedAt
        else { return nil }
        if let trigger = tokens.compressionTrigger, Double(trigger) < 0.9 * Double(limit) { return nil }
        (self.used, self.limit, self.reportedAt, now) = (used, limit, reportedAt, context.now)
        soonest = tokens.timeLeft?.lowerBound
        rate = Self.slope(context.session.usage.marks.suffix(5).map { ($0.frame.at, Double($0.context)) })
    }

    var share: Double { Double(used) / Double(limit) }

    var timeLeft: Duration? {
        guard let rate else { return nil }
        let seconds = Double(limit.subtractingClamped(used)) / rate - (now - reportedAt).seconds
        return .nanoseconds(Int64(clamping: max(seconds, 0) * 1e9))
    }

    /// What every screen says of the same context: two estimates beside each other look as if one were wrong.
    var shownTimeLeft: Duration? { timeLeft == nil ? nil : soonest ?? timeLeft }

    /// Least squares; nil for fewer than two points and for what does not grow.
    private static func slope(_ points: [(Timestamp, Double)]) -> Double? {
        guard let start = points.first?.0, points.count >= 2 else { return nil }
        let xs = points.map { ($0.0 - start).seconds }
        let (meanX, meanY) = (xs.reduce(0, +) / Double(xs.count), points.map(\.1).reduce(0, +) / Double(xs.count))
        let spread = xs.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
        guard spread > 0 else { return nil }
        let slope = zip(xs, points).map { ($0 - meanX) * ($1.1 - meanY) }.reduce(0, +) / spread
        return slope > 0 ? slope : nil
    }
}

extension RuleID {
    static let contextLimitClose: RuleID = "context-limit-close"
}

private let scripts: [Example] = [
    Example {
        $0.fill(to: 128_000); $0.close(1000, after: 5)
    } silent: {
        $0.fill(to: 60_000); $0.close(1000, after: 5)
    },
    Example {
        $0.fill(to: 128_000); $0.close(1007, "Request contains an invalid argument.", after: 2)
    } silent: {
        $0.fill(to: 60_000); $0.close(1007, "Request contains an invalid argument.", after: 2)
    },
    // Whoever comes back begins with an empty context, and the end before is what it was.
    Example(calls: { returning(filledTo: 128_000) }, silent: { returning(filledTo: 60_000) }),
    Example(nil, .warning, behind: .contextNearLimit) {
        $0.fill(to: 129_500)
    } silent: {
        $0.fill(to: 129_500, .compression)
    },
]

/// A connection that ends by itself, and one of the same session that follows it without its context.
private func returning(filledTo prompt: Int) -> [StagedCall] {
    var first = StagedCall(1)
    first.fill(to: prompt)
    first.close(1000, after: 5)
    var second = StagedCall(2, start: first.elapsed + 2)
    second.begin()
    second.exchange(prompt: 400)
    return [first, second]
}
