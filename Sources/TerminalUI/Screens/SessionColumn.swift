import LiveProtocol
import SessionModel

/// One column of the Sessions screen as data: header, widths, cell, sort order and help all come from this table.
struct SessionColumn: Sendable {
    enum ID: String, CaseIterable, Hashable, Sendable {
        case mark, tag, session, model, state, age, context, frames, rate, close
    }

    let id: ID
    let title: String
    /// Instead of `title` where the column is too narrow for it.
    var shortTitle = ""
    /// Widths: where there is hardly room, ordinarily, and where there is plenty.
    var narrow: Int?
    let width: Int
    let wide: Int
    var alignment = Alignment.left
    let help: String
    let key: @Sendable (SessionSummary, Timestamp) -> SortKey
    let cell: @Sendable (SessionSummary, CellContext) -> StyledText

    /// What a cell needs besides the session.
    struct CellContext {
        var now: Timestamp
        var width = 0
        var privacy: Privacy
        /// The session's id has a column of its own.
        var showsID = false
    }

    static func named(_ id: ID) -> SessionColumn? { all.first { $0.id == id } }

    /// From left to right.
    static let all: [SessionColumn] = [
        SessionColumn(
            id: .mark, title: "", width: 1, wide: 1, help: "● fine  ▲ look at it  ■ trouble  ○ over",
            key: { .number(-Double(Concern($0, at: $1).rawValue)) },
            cell: { Concern($0, at: $1.now).health.mark }),
        SessionColumn(
            id: .tag, title: "TAG", width: 10, wide: 18,
            help: "from /t/TAG/ in the base URL; else the session's id", key: { session, _ in SortKey(session.tag) },
            cell: tag),
        SessionColumn(
            id: .session, title: "SESSION", width: 8, wide: 8, help: "the session's id",
            key: { session, _ in .text(session.id.description) },
            cell: { session, _ in StyledText(session.id.description, .faint) }),
        SessionColumn(
            id: .model, title: "MODEL", width: 16, wide: 34, help: "from setup",
            key: { session, _ in SortKey(session.model) },
            cell: { session, _ in session.model.map { StyledText(ModelTable.bareID($0)) } ?? unknown }),
        SessionColumn(
            id: .state, title: "STATE", width: 10, wide: 10, help: "what the session is doing",
            key: { session, _ in .text(session.activity.rawValue) }, cell: state),
        SessionColumn(
            id: .age, title: "AGE OF 10:00", shortTitle: "AGE", narrow: 5, width: 14, wide: 14, alignment: .right,
            help: "age of the connection; most end at about ten minutes",
            key: { SortKey($0.connectionAge(at: $1)?.seconds) }, cell: age),
        SessionColumn(
            id: .context, title: "CONTEXT", narrow: 12, width: 20, wide: 20, alignment: .right,
            help: "tokens used of the model's limit; ~ when the limit is that of its family",
            key: { session, _ in SortKey(session.usedTokens.map(Double.init)) }, cell: context),
        SessionColumn(
            id: .frames, title: "FRAMES", width: 9, wide: 9, alignment: .right,
            help: "frames of both directions", key: { session, _ in .number(Double(session.frames)) },
            cell: { session, _ in StyledText(Format.count(session.frames)) }),
        SessionColumn(
            id: .rate, title: "kB/s", width: 7, wide: 7, alignment: .right,
            help: "bytes of both directions over the last seconds",
            key: { session, _ in SortKey(session.bytesPerSecond) },
            cell: { session, _ in session.bytesPerSecond.map { StyledText(Format.kilobytes($0)) } ?? unknown }),
        SessionColumn(
            id: .close, title: "LAST CLOSE", width: 12, wide: 60,
            help: "who ended the last connection, code, reason",
            key: { session, _ in SortKey(session.closure?.code.map { Double($0.rawValue) }) }, cell: close),
    ]

    private static let unknown = StyledText(Format.unknown, .faint)

    private static func tag(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        if let tag = session.tag { return StyledText(context.privacy.masked(tag), .strong) }
        return context.showsID ? unknown : StyledText(session.id.description)
    }

    private static func state(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        let style: Style =
            switch session.activity {
            case .closing: .alert
            case .closed: .faint
            case .speaking: .down
            case .connecting, .listening, .thinking, .tool: .plain
            }
        return StyledText(session.activity.rawValue, style)
    }

    private static func age(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        guard let age = session.connectionAge(at: context.now) else { return unknown }
        guard session.closedAt == nil else { return StyledText(Format.clock(age), .faint) }
        let style: Style =
            session.goAwayDeadline != nil ? .alert : age >= ConnectionClock.warningAge ? .warning : .accent
        return gauged(
            StyledText(Format.clock(age), style == .accent ? .plain : style), numberWidth: 5,
            Gauge(share: age.seconds / ConnectionClock.usualLimit.seconds, style: style), context)
    }

    private static func context(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        guard let used = session.usedTokens else { return unknown }
        let share = session.contextShare ?? 0
        let isOver = session.closedAt != nil
        let style: Style = isOver ? .faint : share >= 0.9 ? .alert : share >= 0.7 ? .warning : .accent
        let limit = session.limitTokens.map { "/\(session.isLimitAssumed ? "~" : "")\(Format.limit($0))" } ?? ""
        let number = StyledText(Format.quantity(used) + limit, style == .accent ? .plain : style)
        guard session.limitTokens != nil, !isOver else { return number }
        return gauged(number, numberWidth: 12, Gauge(share: share, style: style), context)
    }

    /// A number with its gauge to the left, when the column is wide enough for one that says something.
    private static func gauged(
        _ number: StyledText, numberWidth: Int, _ gauge: Gauge, _ context: CellContext
    ) -> StyledText {
        let gaugeWidth = context.width - numberWidth - 1
        guard gaugeWidth >= 3 else { return number }
        let gap = String(repeating: " ", count: max(1, context.width - gaugeWidth - number.width))
        return gauge.text(width: gaugeWidth) + StyledText(gap) + number
    }

    private static func close(_ session: SessionSummary, _ context: CellContext) -> StyledText {
        if session.closedAt == nil, let deadline = session.goAwayDeadline {
            let left = deadline - context.now
            let clock = (left < .zero ? "-" : "") + Format.clock(left < .zero ? .zero - left : left)
            return StyledText("goAway \(clock)", .alert) + StyledText(context.width < 20 ? "" : " left", .faint)
        }
        let style: Style = session.endedBadly ? .alert : .faint
        if let refusal = session.refusal {
            return StyledText("\(refusal.by.rawValue) \(refusal.status)", style)
                + StyledText(" " + refusal.reason, .faint)
        }
        guard let closure = session.closure else { return unknown }
        let code = closure.code.map { " \($0.rawValue)" } ?? ""
        let words = closure.reason.flatMap { $0.isEmpty ? nil : $0 } ?? closure.detail ?? ""
        return StyledText(closure.by.rawValue + code, style) + StyledText(words.isEmpty ? "" : " " + words, .faint)
    }
}
