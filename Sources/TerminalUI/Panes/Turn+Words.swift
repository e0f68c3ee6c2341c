import LiveProtocol
import SessionModel

extension Turn {
    /// How it ended, in at most eleven columns where the service gave no reason of its own.
    var ending: StyledText {
        if interruptedAt != nil { return StyledText("interrupted", .warning) }
        if isCutOff { return StyledText("cut off", .alert) }
        guard completedAt != nil else { return StyledText("open", .down) }
        return StyledText(reason ?? "complete", reason == nil ? .faint : .warning)
    }

    /// What both sides said.
    func words(_ privacy: Privacy) -> StyledText {
        let user = StyledText(privacy.masked(userText.value), .up)
        let model = StyledText(privacy.masked(modelText.value), .down)
        return [user, model].filter { $0.width > 0 }.joined(by: StyledText(" → ", .faint))
    }
}

extension TurnTracker {
    /// The finished turns that are remembered, and the one in progress; oldest first.
    var all: [Turn] { Array(recent) + [current].compactMap { $0 } }
}
