import Diagnosis
import LiveProtocol
import SessionModel
import Wording

/// One column of the Sessions screen as data: header, widths, cell, sort order and help all come from this table.
struct SessionColumn: Sendable {
    enum ID: String, CaseIterable, Hashable, Sendable {
        case mark, tag, session, model, state, age, context, cap, connection, response, bargein, tokens, cost
        case frames, rate, opened, findings
        /// Of calls that are over.
        case by, ended, lasted, close
    }

    let id: ID
    let title: String
    /// Instead of `title` where the column is too narrow for it, longest first.
    var shortTitles: [String] = []
    /// Widths: where there is hardly room, ordinarily, and where there is plenty.
    var narrow: Int?
    let width: Int
    var wide: Int?
    var alignment = Alignment.left
    let help: String
    let key: @Sendable (SessionSummary, Facts) -> SortKey
    let cell: @Sendable (SessionSummary, CellContext) -> StyledText

    /// What a column sorts by besides the session.
    struct Facts {
        var now: Timestamp
        var findings: [SessionID: [Finding]] = [:]
    }

    /// What a cell needs besides the session.
    struct CellContext {
        var now: Timestamp
        var findings: [Finding]?
        var width = 0
        var privacy: Privacy
        /// The session's id has a column of its own.
        var showsID = false
        /// What is wrong has a column of its own.
        var showsFinding = true
        /// What the local clock is ahead of UTC.
        var offset = Duration.zero
    }

    /// The longest of its titles that fits `width`, else the last.
    func title(width: Int) -> String {
        ([title] + shortTitles).first { TextWidth.width($0) <= width } ?? shortTitles.last ?? title
    }

    static func named(_ id: ID) -> SessionColumn? { all.first { $0.id == id } }

    /// From left to right: of a call that runs, then what only one that is over has.
    static let all = identity + clocks + figures + ends

    static let unknown = StyledText(Format.unknown, .faint)

    private static let identity = [
        SessionColumn(
            id: .mark, title: "", width: 1, help: "● fine  ▲ look at it  ■ trouble  ○ over",
            key: { .number(-Double(Concern($0, at: $1.now, findings: $1.findings[$0.id]).rawValue)) },
            cell: { Concern($0, at: $1.now, findings: $1.findings).health.mark }),
        SessionColumn(
            id: .tag, title: "TAG", narrow: 10, width: 12, wide: 20,
            help: "from /t/TAG/ in the base URL; else the session's id", key: { session, _ in SortKey(session.tag) },
            cell: tag),
        SessionColumn(
            id: .session, title: "ID", width: 8, help: "the session's id",
            key: { session, _ in .text(session.id.description) },
            cell: { session, _ in StyledText(session.id.description, .faint) }),
        SessionColumn(
            id: .model, title: "MODEL", narrow: 12, width: 16, wide: 34,
            help: "from setup, without what all models are called where there is little room",
            key: { session, _ in SortKey(session.model) },
            cell: { session, context in
                session.model.map { StyledText(ModelName.short($0, width: context.width)) } ?? unknown
            }),
        SessionColumn(
            id: .state, title: "STATE", width: 10, help: "what the session is doing; who ended it, with the close code",
            key: { session, _ in .text(session.activity.rawValue) }, cell: state),
        SessionColumn(
            id: .age, title: "AGE", width: 6, alignment: .right, help: "since the call began",
            key: { session, facts in
                session.isOver ? .unknown : SortKey(session.knownOpening.map { (facts.now - $0).seconds })
            },
            cell: { session, context in
                StyledText(Format.clock(session.knownOpening.map { max(.zero, context.now - $0) }))
            }),
    ]

    private static let clocks = [
        clock(
            .context, "CONTEXT left", ["CONTEXT"],
            "until the context is full (or compressed) at the fastest pace of the last minutes"
        ) { session, _ in .context(session) },
        clock(
            .cap, "SESSION left", ["SESSION", "SESS"],
            "until the service's limit for sessions without context compression"
        ) { .session($0, at: $1) },
        clock(
            .connection, "CONN left", ["CONN"], "until the connection's usual end at ten minutes, or its goAway"
        ) { .connection($0, at: $1) },
    ]

    private static let figures = [
        SessionColumn(
            id: .response, title: "ANSWER", width: 7, alignment: .right,
            help: "how long the user waits for an answer: 95 of 100 came sooner (P95); ~ estimated, ≥ a lower bound",
            key: { session, _ in SortKey(session.responseP95?.seconds) },
            cell: { session, _ in latency(session.responseP95, .response, session.responseAnchor?.exactness) }),
        SessionColumn(
            id: .bargein, title: "BARGE", width: 7, alignment: .right,
            help: "how long the last interruption by the user took to stop the model (barge-in)",
            key: { session, _ in SortKey(session.lastBargeIn?.seconds) },
            cell: { session, _ in latency(session.lastBargeIn, .bargeIn) }),
        SessionColumn(
            id: .tokens, title: "TOKENS", shortTitles: ["TOK"], narrow: 5, width: 11, alignment: .right,
            help: "in the context, of the model's limit; ~ when the limit is that of its family",
            key: { session, _ in SortKey(session.usedTokens.map(Double.init)) }, cell: tokens),
        SessionColumn(
            id: .cost, title: "COST", width: 7, alignment: .right, help: "in US dollars, by the price table",
            key: { session, _ in SortKey(session.cost) },
            cell: { session, _ in session.cost.map { StyledText(Format.metric($0, .dollars)) } ?? unknown }),
        SessionColumn(
            id: .frames, title: "FRAMES", width: 9, alignment: .right,
            help: "frames of both directions", key: { session, _ in .number(Double(session.frames)) },
            cell: { session, _ in StyledText(Format.count(session.frames)) }),
        SessionColumn(
            id: .rate, title: "kB/s", width: 7, alignment: .right,
            help: "bytes of both directions over the last seconds",
            key: { session, _ in SortKey(session.bytesPerSecond) },
            cell: { session, _ in session.bytesPerSecond.map { StyledText(Format.kilobytes($0)) } ?? unknown }),
        SessionColumn(
            id: .opened, title: "OPENED", width: 11,
            help: "when the call began, by the local clock; its zone stands above",
            key: { session, _ in SortKey(session.knownOpening.map { Double($0.nanoseconds) }) }, cell: opened),
        SessionColumn(
            id: .findings, title: "FINDING", shortTitles: ["FIND"], narrow: 8, width: 29, wide: 40,
            help: "the worst that is wrong, and how many findings more; notes are advice",
            key: { session, facts in SortKey(facts.findings[session.id].map(weight)) }, cell: findings),
    ]

    private static let ends = [
        SessionColumn(
            id: .by, title: "BY", width: 10, help: "of a call that is over: who ended it",
            key: { session, _ in SortKey((session.refusal?.by ?? session.closure?.by)?.rawValue) },
            cell: { session, _ in
                (session.refusal?.by ?? session.closure?.by).map { StyledText(Format.party($0), session.endStyle) }
                    ?? unknown
            }),
        SessionColumn(
            id: .ended, title: "AGO", width: 6, alignment: .right, help: "how long ago it ended",
            key: { session, _ in SortKey(session.knownEnd.map { Double($0.nanoseconds) }) },
            cell: { session, context in
                session.knownEnd.map { StyledText(Format.ago(context.now - $0), .faint) } ?? unknown
            }),
        SessionColumn(
            id: .lasted, title: "LASTED", width: 6, alignment: .right, help: "from its beginning to its end",
            key: { session, _ in SortKey(session.length?.seconds) },
            cell: { session, _ in StyledText(Format.clock(session.length), .faint) }),
        SessionColumn(
            id: .close, title: "WHY", width: 12,
            help: "the code and the reason with which it ended; what is wrong, where that has no column",
            key: { session, _ in SortKey(session.closure?.code.map { Double($0.rawValue) }) }, cell: close),
    ]

    // MARK: Cells

    private static func tag(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        if let tag = session.shownTag { return StyledText(context.privacy.masked(tag), .strong) }
        return context.showsID ? unknown : StyledText(session.id.description)
    }

    private static func state(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        let style: Style = session.endedBadly ? .alert : .faint
        if let refusal = session.refusal { return StyledText("refused \(refusal.status)", style) }
        if session.activity == .closed, let closure = session.closure {
            return StyledText(Format.party(closure.by) + (closure.code.map { " \($0.rawValue)" } ?? ""), style)
        }
        return switch session.activity {
        case .closing: StyledText("closing", session.isLost(at: context.now) ? .alert : .plain)
        case .closed: StyledText("closed", .faint)
        case .speaking: StyledText("speaking", .down)
        case .connecting, .listening, .thinking, .tool: StyledText(session.activity.rawValue)
        }
    }

    /// A clock as a small gauge and the time left; the time alone where the column is narrow.
    private static func clock(
        _ id: ID, _ title: String, _ shortTitles: [String], _ help: String,
        _ read: @escaping @Sendable (SessionSummary, Timestamp) -> SessionClock
    ) -> SessionColumn {
        SessionColumn(
            id: id, title: title, shortTitles: shortTitles, narrow: 9, width: 12, wide: 14, alignment: .right,
            help: help,
            // The fullest comes first.
            key: { SortKey(read($0, $1.now).share) },
            cell: { session, context in
                let clock = read(session, context.now)
                let gaugeWidth = context.width - 6
                guard gaugeWidth >= 3, session.closedAt == nil, clock.share != nil else { return clock.left }
                let gap = String(repeating: " ", count: max(1, 6 - clock.left.width))
                return Gauge(share: clock.share, style: clock.style).text(width: gaugeWidth) + StyledText(gap)
                    + clock.left
            })
    }

    private static func latency(
        _ length: Duration?, _ metric: Metric, _ exactness: Exactness? = nil
    ) -> StyledText {
        guard let length else { return unknown }
        // Whole milliseconds: what is heard is not known better, and a narrow column has no room for more.
        let isShort = (1..<100).contains(length.milliseconds.rounded())
        let text =
            isShort ? "\(Format.count(Int64(clamping: length.milliseconds.rounded()))) ms" : Format.latency(length)
        return StyledText((exactness?.mark ?? "") + text, Style.grading(length.milliseconds, metric, .plain))
    }

    private static func tokens(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        guard let used = session.usedTokens else { return unknown }
        let share = session.contextShare ?? 0
        let style: Style = session.closedAt != nil ? .faint : share >= 0.9 ? .alert : share >= 0.7 ? .warning : .plain
        let limit = session.limitTokens.map { "/\(session.isLimitAssumed ? "~" : "")\(Format.limit($0))" } ?? ""
        return StyledText(Format.quantity(used) + (context.width < 10 ? "" : limit), style)
    }

    /// The name of the worst, and how many there are besides: the name gives way first.
    private static func findings(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        guard let findings = context.findings else { return unknown }
        guard let worst = findings.worst else { return StyledText("none", .faint) }
        // Advice is no trouble: its name beside the mark of a call that is fine would look like some.
        guard worst.severity > .info else { return StyledText(Format.counted(findings.count, "note"), .faint) }
        let more = findings.count > 1 ? " +\(min(999, findings.count - 1))" : ""
        let name = RuleName.short(worst.rule, width: max(4, context.width - more.count))
        return StyledText(name, worst.severity.sign.style) + StyledText(more, .faint)
    }

    private static func opened(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        guard let opened = session.knownOpening else { return unknown }
        let isRecent = context.now - opened < .seconds(20 * 3_600)
        let local = opened + context.offset
        return StyledText(isRecent ? String(Format.timeOfDay(local).prefix(8)) : local.dayAndTime, .faint)
    }

    /// The worst severity first, then how many.
    private static func weight(_ findings: [Finding]) -> Double {
        let worst = findings.lazy.map(\.severity).max().flatMap(Severity.allCases.firstIndex) ?? -1
        return Double(worst + 1) * 10_000 + Double(findings.count)
    }

    /// Code, what is wrong, and as much of the reason as there is room for.
    private static func closeWithFinding(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        let code = (session.refusal?.status ?? session.closure?.code.map { Int($0.rawValue) }).map { "\($0) " } ?? ""
        var rest = context
        rest.width -= code.count
        let text = StyledText(code, session.endStyle) + findings(session, rest)
        let reason = session.refusal?.words ?? session.closure?.words ?? ""
        guard !reason.isEmpty, context.width - text.width >= 14 else { return text }
        return text + StyledText(": " + context.privacy.masked(reason), .faint)
    }

    /// Code and reason of the end; of a call that runs, the end that was announced.
    private static func close(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        if session.closedAt == nil, let deadline = session.goAwayDeadline {
            let left = deadline - context.now
            let clock = (left < .zero ? "-" : "") + Format.clock(left < .zero ? .zero - left : left)
            return StyledText("goAway \(clock)", .alert) + StyledText(context.width < 20 ? "" : " left", .faint)
        }
        if !context.showsFinding, let worst = context.findings?.worst, worst.severity > .info {
            return closeWithFinding(session, context)
        }
        if let refusal = session.refusal {
            return StyledText("\(refusal.status)", session.endStyle) + StyledText(" " + refusal.words, .faint)
        }
        guard let closure = session.closure else { return unknown }
        let words = closure.words
        let code = closure.code.map { "\($0.rawValue)" } ?? (words.isEmpty ? "no code" : "")
        let gap = code.isEmpty || words.isEmpty ? "" : " "
        return StyledText(code, session.endStyle) + StyledText(gap + words, .faint)
    }
}

extension SessionSummary {
    /// No connection of it is open any more.
    var isOver: Bool { activity == .closed || closedAt != nil }

    fileprivate var endStyle: Style { endedBadly ? .alert : .faint }
}
