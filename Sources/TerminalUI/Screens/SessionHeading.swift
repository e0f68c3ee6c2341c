import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots

/// The line over the views of a session: how it is, what it is called, what it does, why it ended, by which model. What is
/// wrong and what to do stands below the tabs (`TroubleLines`).
struct SessionHeading {
    private let context: ScreenContext

    init(_ context: ScreenContext) { self.context = context }

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
            title += StyledText(context.privacy.masked(reason)) + "  "
        }
        title += StyledText(summary.model.map(ModelTable.bareID) ?? "model unknown", .faint)
        if summary.connections > 1 { title += StyledText("  \(summary.connections) connections", .faint) }
        return title
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
