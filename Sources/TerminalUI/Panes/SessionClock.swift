import LiveProtocol
import SessionModel
import Wording

/// One of the three clocks of a session, which end for different reasons and have different cures: its connection, the
/// session itself, its context (`docs/metrics.md`).
struct SessionClock {
    /// How much is over, 0 to 1; nil where that is not known.
    var share: Double?
    var style: Style
    /// Until it ends, in at most five columns.
    var left: StyledText
    /// Where it stands and where it ends.
    var fact: StyledText
    /// What is left, in words.
    var words: StyledText

    private static let unknown = SessionClock(
        style: .faint, left: StyledText(Format.unknown, .faint), fact: StyledText(Format.unknown, .faint), words: "")

    /// The ten minutes that most connections last, or the end that the server has announced.
    static func connection(_ session: SessionSummary, at now: Timestamp) -> SessionClock {
        guard let age = session.connectionAge(at: now) else { return unknown }
        let limit = ConnectionClock.usualLimit
        let isOver = session.closedAt != nil
        if !isOver, let deadline = session.goAwayDeadline {
            return leaving(age, deadline - now, session.isLost(at: now) ? .alert : .accent)
        }
        let style: Style = isOver ? .faint : age >= ConnectionClock.warningAge ? .warning : .accent
        let left = isOver ? Format.unknown : Format.clock(max(.zero, limit - age))
        return SessionClock(
            share: age.seconds / limit.seconds, style: style,
            left: StyledText(left, isOver ? .faint : style == .warning ? .warning : .plain),
            fact: StyledText(Format.clock(age), .strong) + StyledText(isOver ? " in all" : " of about 10:00", .faint),
            words: isOver
                ? "" : age > limit ? StyledText("past the usual end", style) : remaining("about \(left)", style))
    }

    private static func leaving(_ age: Duration, _ left: Duration, _ style: Style) -> SessionClock {
        let fact = StyledText(Format.clock(age), .strong) + StyledText(" old", .faint)
        let words =
            left >= .zero ? "goAway: \(Format.clock(left)) left" : "overdue by \(Format.clock(.zero - left))"
        return SessionClock(
            share: age.seconds / max(1, (age + left).seconds), style: style,
            left: StyledText(left < .zero ? "over" : Format.clock(left), style), fact: fact,
            words: StyledText(words, style))
    }

    /// How long the service lets a session go on, over all its connections.
    static func session(_ session: SessionSummary, at now: Timestamp, hasSetup: Bool = false) -> SessionClock {
        guard let cap = session.sessionCap, cap > .zero else {
            var clock = unknown
            if hasSetup { clock.fact = StyledText("no cap: the context is compressed", .faint) }
            return clock
        }
        guard session.closedAt == nil, let deadline = session.sessionDeadline else {
            return ended(session, cap)
        }
        let left = deadline - now
        let share = 1 - left.seconds / cap.seconds
        let style = Style.of(share)
        return SessionClock(
            share: share, style: style, left: StyledText(Format.clock(max(.zero, left)), style.ofNumber),
            fact: StyledText(Format.clock(cap - left), .strong) + StyledText(" of \(Format.clock(cap))", .faint),
            words: left >= .zero
                ? remaining(Format.clock(left), style) : StyledText("over by \(Format.clock(.zero - left))", .alert))
    }

    /// How long it lasted, of what the service allows; one that was taken up again and again may have lasted longer.
    private static func ended(_ session: SessionSummary, _ cap: Duration) -> SessionClock {
        var clock = unknown
        guard let length = session.length else {
            clock.fact = StyledText("may last \(Format.clock(cap))", .faint)
            return clock
        }
        let rest = length <= cap ? " of \(Format.clock(cap))" : " in all"
        clock.share = length.seconds / cap.seconds
        clock.fact = StyledText(Format.clock(length), .strong) + StyledText(rest, .faint)
        return clock
    }

    /// The model's memory, in tokens; how long it will last at the pace of the last minutes.
    static func context(_ session: SessionSummary) -> SessionClock {
        guard let used = session.usedTokens else {
            var clock = unknown
            clock.fact = StyledText("– no usage reported so far", .faint)
            return clock
        }
        guard let limit = session.limitTokens else {
            var clock = unknown
            clock.fact = StyledText(Format.quantity(used), .strong) + StyledText(" tokens, limit unknown", .faint)
            return clock
        }
        let style: Style = session.closedAt == nil ? .of(session.contextShare ?? 0) : .faint
        let soonest = session.contextLeft?.lowerBound
        let assumed = session.isLimitAssumed ? "~" : ""
        return SessionClock(
            share: session.contextShare, style: style,
            left: soonest.map { StyledText(Format.clock($0), style.ofNumber) } ?? unknown.left,
            fact: StyledText(Format.quantity(used), .strong)
                + StyledText(" of \(assumed)\(Format.limit(limit)) tokens, ", .faint)
                + StyledText(Format.percent(session.contextShare), style.ofNumber),
            words: session.contextLeft.map { remaining("about " + span($0), style) } ?? "")
    }

    private static func remaining(_ text: String, _ style: Style) -> StyledText {
        StyledText(text, style.ofNumber) + StyledText(" left", .faint)
    }

    /// One number where both ends say the same.
    private static func span(_ range: ClosedRange<Duration>) -> String {
        let (least, most) = (Format.clock(range.lowerBound), Format.clock(range.upperBound))
        return least == most ? least : "\(least) to \(most)"
    }
}

extension Style {
    /// What a used share calls for.
    fileprivate static func of(_ share: Double) -> Style { share >= 0.9 ? .alert : share >= 0.7 ? .warning : .accent }

    /// Numbers beside a gauge are plain while all is well.
    fileprivate var ofNumber: Style { self == .accent ? .plain : self }
}
