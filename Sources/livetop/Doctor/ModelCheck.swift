import LiveProtocol
import Reports
import SessionModel
import Wording

/// Which recorded clients use a model that ends, or that has ended.
struct ModelCheck {
    var models: ModelTable
    var uses: [ModelUse]
    /// What has ended is asked of this day.
    var today: CalendarDay?

    func run() -> [Check] {
        guard !uses.isEmpty else { return [] }
        let notices = models.models.compactMap(notice)
        return notices.isEmpty ? [.good("models", "no recorded client uses a model that is known to end")] : notices
    }

    /// The newest of its callers stand for all.
    private func notice(of model: ModelProfile) -> Check? {
        let callers = uses.filter { $0.model == model.id }
        guard model.ends != nil || model.isGone, !callers.isEmpty else { return nil }
        let named = callers.prefix(3).map { ForeignText.clean($0.words) }.joined(separator: "; ")
        let others = callers.count > 3 ? "; and \(callers.count - 3) more" : ""
        return .notice(
            "models", "\(model.id) \(end(of: model)), and is called by \(named)\(others)",
            cure: model.replacement.map { "move to \($0); livetop models tells more" })
    }

    private func end(of model: ModelProfile) -> String {
        guard !model.isGone, let ends = model.ends else { return "is gone" }
        return model.hasEnded(by: today) ? "ended on \(ends)" : "ends on \(ends)"
    }
}
