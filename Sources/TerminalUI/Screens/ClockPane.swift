import LiveProtocol
import SessionModel

/// How far the session is from each of its ends: the connection's age, an announced end, the context's limit.
struct ClockPane {
    let summary: SessionSummary
    let detail: SessionState?
    let now: Timestamp

    static let rowCount = 5

    func draw(in rect: Rect, on grid: inout CellGrid) {
        // On a screen of a few lines the clocks themselves matter more than their title.
        let body = rect.rows > 3 ? Section(title: "Clocks").draw(in: rect, on: &grid) : rect
        let rows = [
            ("connection", connection(width: body.columns - Self.labelWidth)), ("end", end),
            ("context", context(width: body.columns - Self.labelWidth)), ("billed", billed), ("traffic", traffic),
        ]
        for (offset, row) in rows.prefix(body.rows).enumerated() {
            let (label, value) = Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1)
                .cutLeft(Self.labelWidth)
            grid.draw(StyledText(row.0, .faint), in: label)
            grid.draw(row.1, in: value)
        }
    }

    private static let labelWidth = 12
    private static let unknown = StyledText(Format.unknown, .faint)

    /// Columns of the values from which the context's share stands beside its gauge.
    private static let roomy = 56

    /// Gauges of both clocks have the same width, so that they can be compared.
    private func gauged(_ gauge: Gauge, _ text: StyledText, width: Int) -> StyledText {
        let gaugeWidth = min(40, width - (width < Self.roomy ? 21 : 28) - 2)
        return gaugeWidth < 4 ? text : gauge.text(width: gaugeWidth) + "  " + text
    }

    private func connection(width: Int) -> StyledText {
        guard let age = summary.connectionAge(at: now) else { return Self.unknown }
        let isOver = summary.closedAt != nil
        let style: Style = isOver ? .faint : age >= ConnectionClock.warningAge ? .warning : .accent
        let share = age.seconds / ConnectionClock.usualLimit.seconds
        let text = StyledText(Format.clock(age), .strong) + StyledText(isOver ? " in all" : " of about 10:00", .faint)
        return gauged(Gauge(share: share, style: style), text, width: width)
    }

    private var end: StyledText {
        if let refusal = summary.refusal {
            return StyledText("refused by \(refusal.by.rawValue), \(refusal.status)", .alert) + words(refusal.reason)
        }
        if let closedAt = summary.closedAt {
            let ago = StyledText(", \(Format.clock(now - closedAt)) ago", .faint)
            guard let closure = summary.closure else { return "closed" + ago }
            let code = closure.code.map { " \($0)" } ?? ""
            let ending = StyledText("by " + closure.by.rawValue + code, summary.endedBadly ? .alert : .plain)
            return ending + ago + words(closure.reason ?? closure.detail ?? "")
        }
        return announcement
    }

    private var announcement: StyledText {
        guard let deadline = summary.goAwayDeadline else {
            // A goAway may come without saying when.
            return detail?.connection?.goAway == nil
                ? StyledText("no goAway so far", .faint) : StyledText("goAway, no time given", .alert)
        }
        let left = deadline - now
        return left >= .zero
            ? StyledText("goAway: \(Format.clock(left)) left", .alert)
            : StyledText("goAway: overdue by \(Format.clock(.zero - left))", .alert)
    }

    private func words(_ text: String) -> StyledText { StyledText(text.isEmpty ? "" : "  " + text) }

    private func context(width: Int) -> StyledText {
        guard let used = summary.usedTokens else { return StyledText("– no usage reported so far", .faint) }
        let share = summary.contextShare
        let style: Style = (share ?? 0) >= 0.9 ? .alert : (share ?? 0) >= 0.7 ? .warning : .accent
        guard let limit = summary.limitTokens else {
            return StyledText(Format.quantity(used), .strong) + StyledText(" tokens, limit unknown", .faint)
        }
        let assumed = summary.isLimitAssumed ? "~" : ""
        var text = StyledText(Format.quantity(used), .strong)
        text += StyledText(" of \(assumed)\(Format.limit(limit)) tokens", .faint)
        if width >= Self.roomy { text += StyledText(", ", .faint) + StyledText(Format.percent(share), .strong) }
        return gauged(Gauge(share: share, style: style), text, width: width)
    }

    private var billed: StyledText {
        guard let tokens = detail?.tokens, tokens.reports > 0 else { return Self.unknown }
        return StyledText(Format.quantity(tokens.billedInput.total), .strong) + StyledText(" in, ", .faint)
            + StyledText(Format.quantity(tokens.billedOutput.total), .strong) + StyledText(" out", .faint)
            + StyledText(tokens.compressions > 0 ? ", compressed \(tokens.compressions) times" : "", .warning)
    }

    private var traffic: StyledText {
        let dropped = summary.droppedFrames
        return StyledText("↑ " + Format.bytes(summary.bytesUp), .up) + "  "
            + StyledText("↓ " + Format.bytes(summary.bytesDown), .down) + "  "
            + StyledText(Format.count(summary.frames), .strong) + StyledText(" frames", .faint)
            + StyledText(dropped > 0 ? ", \(Format.count(dropped)) dropped" : "", .alert)
    }
}
