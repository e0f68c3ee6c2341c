import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots

/// The line over the views of a session: how it is, what it is called, what it does, what is wrong, by which model.
struct SessionHeading {
    private let context: ScreenContext
    private let tellsFinding: Bool

    /// - Parameter tellsFinding: false where the screen itself says what is wrong.
    init(_ context: ScreenContext, tellsFinding: Bool = true) {
        self.context = context
        self.tellsFinding = tellsFinding
    }

    var text: StyledText {
        guard let id = context.session else { return "" }
        guard let summary = context.summary, let snapshot = context.snapshot else {
            return StyledText(id.description, .strong)
        }
        let cells = SessionColumn.CellContext(now: snapshot.now, privacy: context.privacy)
        var title = Concern(summary, at: snapshot.now, findings: snapshot.findings[id]).health.mark + " "
        let tag = summary.shownTag
        if let tag {
            // However long it is, how the call ended stays in sight.
            let room = max(12, context.body.columns * 2 / 5)
            title += StyledText(context.privacy.masked(tag), .strong).truncated(to: room) + "  "
        }
        title += StyledText(id.description, tag == nil ? .strong : .faint) + "  "
        title += (SessionColumn.named(.state)?.cell(summary, cells) ?? "") + "  "
        if let reason = summary.endReason {
            // It says what is wrong already, and there is no room for two.
            title += StyledText(context.privacy.masked(reason)) + "  "
        } else if tellsFinding {
            title += trouble(snapshot.findings[id])
        }
        title += StyledText(summary.model.map(ModelTable.bareID) ?? "model unknown", .faint)
        if summary.connections > 1 { title += StyledText("  \(summary.connections) connections", .faint) }
        return title
    }

    private func trouble(_ findings: [Finding]?) -> StyledText {
        guard let worst = findings?.worst, worst.severity > .info else { return "" }
        return StyledText(context.privacy.maskedQuotes(worst.title), worst.severity.sign.style) + "  "
    }
}

extension SessionSummary {
    /// Why it ended, in whoever's words; nil while it goes on, and without words.
    fileprivate var endReason: String? {
        guard isOver else { return nil }
        let reason = refusal?.words ?? closure?.words
        return reason?.isEmpty == false ? reason : nil
    }
}
