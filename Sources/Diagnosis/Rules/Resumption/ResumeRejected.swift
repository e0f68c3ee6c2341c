import LiveProtocol
import SessionModel

extension Rule {
    /// `resume-rejected`: the handle was not accepted.
    static let resumeRejected = Rule(
        "resume-rejected", .resumption, .p1, .error,
        variants: ["unknown-handle", "invalid-handle", "too-early", "half-open", "model-changed"],
        title: "the resumption handle was refused",
        cause: "The service does not know the handle, or not any more.",
        fix: """
            Drop the handle and begin a new session with a summary of the old one. Handles last about two hours, on \
            Vertex up to a day.
            """,
        source: "yeyu2/Youtube_demos#5; aicc2025/sip-to-ai#14; F3, F5, F13"
    ) { context in
        context.closes(by: "resume-rejected").compactMap { end in
            context.clock(end.connection).map { match(of: end, $0, context) }
        }
    }

    private static func match(of end: ConnectionEnd, _ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch {
        let before = context.predecessor(of: clock.id)
        let gap = before?.closedAt.map { clock.openedAt - $0 }
        let words = gap.map { ", \(Words.time($0)) after the old connection had ended" } ?? ""
        let match = RuleMatch.end(end, "The handle was refused\(words): \(end.words).", from: clock.setupAt)
            .proof(clock.conduct.setups.first, "setup with a handle").number("gap_s", gap?.seconds)
            .number("refused_after_s", clock.setupAt.map { (end.at - $0).seconds })
        switch end.verdict?.variant {
        case "too-early":
            return match.because("The service still holds the session of the old connection.")
                .cured(by: "Try the same handle again after 1, 2 and 4 s; drop it after two 1011 in a row.")
        case "half-open":
            return match.because("To the service the old connection is still open.")
                .cured(by: "Close the old socket explicitly before resuming, then try again after 1, 2, 4 s.")
        case "model-changed":
            return match.because("The handle belongs to a session of another model (\(before?.setup?.model ?? "–")).")
                .cured(by: "Resume with the model that issued the handle, or begin a new session.")
        default: return match
        }
    }
}
