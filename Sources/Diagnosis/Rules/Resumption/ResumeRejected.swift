import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `resume-rejected`: the handle was not accepted.
    static let resumeRejected = Rule(
        .resumeRejected, .resumption, .p1, .error,
        variants: ["unknown-handle", "invalid-handle", "too-early", "half-open", "model-changed"],
        title: "the resumption handle was refused",
        cause: "The service does not know the handle, or not any more.",
        fix: """
            Drop the handle and begin a new session with a summary of the old one. Handles last about two hours, on \
            Vertex up to a day.
            """,
        source: "yeyu2/Youtube_demos#5; aicc2025/sip-to-ai#14; F3, F5, F13",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        thresholds: [.resumeTooEarly],
        explains: [.resumeMisused, .noResumptionConfigured],
        covers: [.troubleshooting(.resumptionLogic), .guide(.resumption)],
        closes: [
            CloseReason(
                1008, .withHandle, says: "bidigeneratecontent session not found", "requested entity was not found",
                variant: "unknown-handle"),
            CloseReason(1007, .before, says: "invalid session handle", variant: "invalid-handle"),
            CloseReason(1011, .withHandle, says: "internal error") { variant(of: $0) },
        ],
        examples: scripts
    ) { context in
        context.closes(by: .resumeRejected).compactMap { end in
            context.clock(end.connection).map { match(of: end, $0, context) }
        }
    }

    /// 1011 and a handle: what is known of the connection before says why.
    private static func variant(of close: CloseCase) -> String {
        let connections = close.session.connections
        guard let index = connections.firstIndex(where: { $0.id == close.clock.id }), index > 0 else {
            return "unknown-handle"
        }
        let before = connections[index - 1]
        if before.setup?.model != close.clock.setup?.model { return "model-changed" }
        guard let closedAt = before.closedAt, closedAt <= close.clock.openedAt else { return "half-open" }
        let isEarly = close.clock.openedAt - closedAt < close.thresholds.seconds(.resumeTooEarly)
        return isEarly ? "too-early" : "unknown-handle"
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

extension RuleID {
    static let resumeRejected: RuleID = "resume-rejected"
}

extension Threshold {
    static let resumeTooEarly = Threshold(
        "resume_too_early_s", 1.6, "a handle that is used sooner after the end is refused for being early")
}

private let scripts: [Example] = [
    Example("unknown-handle") {
        $0.begin(#""sessionResumption":{"handle":"old"}"#, isAccepted: false)
        $0.close(1008, "BidiGenerateContent session not found", after: 0.5)
    } silent: {
        $0.begin(#""sessionResumption":{"handle":"old"}"#); $0.exchange()
    },
    Example(
        "too-early", behind: .unexpectedDrop, calls: { .resumed(after: 0.2, refused: true) },
        silent: { .resumed(after: 0.2, refused: false) }),
]
