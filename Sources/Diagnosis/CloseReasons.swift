import LiveProtocol
import SessionModel

/// The table that tells closes apart. The code alone says nearly nothing: authentication is 1007, 1008 or 1011, quota
/// is 1011, a missing model and an idle session are both 1008.
///
/// What belongs to one rule stands with that rule (`Rule.closes`) and comes first; here is what several rules share.
enum CloseReasons {
    /// Words that are looked for, and which rule it is then.
    struct Row: Sendable {
        /// Nil where circumstances say which it is.
        var rule: RuleID?
        /// Nil for any code.
        var code: UInt16?
        var phase: ClosePhase
        /// One of these is in the reason, in lower case.
        var tokens: [String]
        var verdict: @Sendable (CloseCase) -> CloseVerdict
    }

    /// What the table makes of an end; nil where nothing went wrong: the client or livetop ended it.
    static func verdict(
        of end: ConnectionEnd, _ clock: ConnectionClock, _ session: SessionState, _ thresholds: Thresholds
    ) -> CloseVerdict? {
        let context = CloseCase(end: end, clock: clock, session: session, thresholds: thresholds)
        guard clock.refusal == nil, clock.opening?.endpoint.isDecoded != false else { return nil }
        switch end.by {
        case .proxy: return nil
        case .client: return context.clientVerdict
        case .server, .transport: break
        }
        guard let reason = end.reason?.lowercased(), !reason.isEmpty else { return context.silentVerdict }
        if context.isSunset { return CloseVerdict(.modelSunset, "refused") }
        let row = rows.first { row in
            row.matches(code: end.code?.rawValue, reason: reason) && context.isIn(row.phase)
        }
        return row.map { $0.verdict(context) } ?? context.unknownVerdict
    }

    /// The first that matches decides.
    static let rows = ofOneRule + shared

    private static let ofOneRule: [Row] = Diagnosis.rules.flatMap { rule in
        rule.closes.map { reason in
            Row(rule: rule.id, code: reason.code, phase: reason.phase, tokens: reason.tokens) {
                CloseVerdict(rule.id, reason.variant($0))
            }
        }
    }

    /// A publisher's model and a handle have had their turn: what is left of words about something missing is a model.
    private static let shared: [Row] = [
        row(1008, .before, modelWords, \CloseCase.modelVerdict, .modelNotLive),
        row(1008, .after, ["requested entity was not found"], \CloseCase.entityVerdict),
        row(1007, .before, ["request contains an invalid argument"], \CloseCase.setupArgumentVerdict),
        row(1007, .after, ["request contains an invalid argument"], \CloseCase.argumentVerdict),
        row(
            1008, .after, ["operation is not implemented, or supported", "operation not supported"],
            \CloseCase.operationVerdict),
        row(1008, .after, ["the operation was aborted"], \CloseCase.abortVerdict),
        row(1008, .after, capWords, \CloseCase.capVerdict, .sessionCapClose),
        row(1011, .after, capWords, \CloseCase.capVerdict, .sessionCapClose),
        row(
            1011, .any,
            [
                "internal error", "the service is currently unavailable", "thread was cancelled when writing",
                "failed to run inference",
            ], \CloseCase.internalVerdict),
    ]

    private static let modelWords = [
        "is not found for api version", "is not supported for bidigeneratecontent", "requested entity was not found",
    ]

    private static let capWords = ["goaway", "deadline expired before operation"]

    private static func row(
        _ code: UInt16, _ phase: ClosePhase, _ tokens: [String],
        _ verdict: @escaping @Sendable (CloseCase) -> CloseVerdict, _ rule: RuleID? = nil
    ) -> Row {
        Row(rule: rule, code: code, phase: phase, tokens: tokens, verdict: verdict)
    }
}

extension CloseReasons.Row {
    func matches(code: UInt16?, reason: String) -> Bool {
        (self.code == nil || self.code == code) && tokens.contains { reason.contains($0) }
    }
}
