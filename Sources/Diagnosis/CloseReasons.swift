import LiveProtocol
import SessionModel

/// The table that tells closes apart (`failure-catalog.md` §2). The code alone says nearly nothing: authentication is
/// 1007, 1008 or 1011, quota is 1011, a missing model and an idle session are both 1008.
///
/// Reasons are cut at 123 bytes on the wire (RFC 6455 §5.5), so a row looks for the beginning or an inner token of one,
/// in lower case. The first row that matches decides.
enum CloseReasons {
    struct Row: Sendable {
        /// Empty for any code.
        var codes: [UInt16]
        /// One of these is in the reason.
        var tokens: [String]
        var phase: Phase
        var judgement: Judgement
    }

    /// Before or after the service accepted the setup; `withHandle` is before, on a connection that came with a handle.
    enum Phase: Sendable { case any, before, withHandle, after }

    enum Judgement: Sendable {
        case rule(RuleID, String?)
        /// The same words have several causes.
        case depends(@Sendable (CloseCase) -> CloseVerdict)
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
        let row = rows.first { row in
            row.matches(code: end.code?.rawValue, reason: reason) && context.isIn(row.phase)
        }
        guard let row else { return context.unknownVerdict }
        switch row.judgement {
        case .rule(let rule, let variant): return CloseVerdict(rule, variant)
        case .depends(let decide): return decide(context)
        }
    }

    static let rows: [Row] = credentials + resources + setups + conversation + failures

    private static let credentials: [Row] = [
        row(1007, ["api key expired"], .rule("credential-rejected", "key-expired")),
        row(1007, ["api key not valid"], .depends(\CloseCase.keyVerdict)),
        row(1008, ["method doesn't allow unregistered callers"], .depends(\CloseCase.identityVerdict)),
        row(1008, ["your project has been denied access"], .rule("credential-rejected", "project-denied")),
        row(1007, ["user location is not supported"], .rule("credential-rejected", "region")),
        Row(
            codes: [], tokens: ["reported as leaked"], phase: .any,
            judgement: .rule("credential-rejected", "key-leaked")),
        row(1011, ["token has been used too many times"], .rule("credential-rejected", "token-used")),
        row(1011, ["token has expired"], .before, .rule("credential-rejected", "token-expired")),
        row(1011, ["token has expired"], .after, .rule("credential-rejected", "token-expired-live")),
    ]

    private static let resources: [Row] = [
        row(
            1011, ["you exceeded your current quota", "resource has been exhausted", "quota exceeded"],
            .rule("quota-exhausted", "quota")),
        row(1011, ["prepayment credits"], .rule("quota-exhausted", "credits")),
    ]

    private static let setups: [Row] = [
        row(1008, ["publisher model"], .before, .rule("model-platform-mismatch", "publisher-model")),
        row(
            1008, ["is not found for api version", "is not supported for bidigeneratecontent"], .before,
            .rule("model-not-live", nil)),
        row(1008, ["bidigeneratecontent session not found"], .withHandle, .rule("resume-rejected", "unknown-handle")),
        row(1008, ["requested entity was not found"], .withHandle, .rule("resume-rejected", "unknown-handle")),
        row(1008, ["requested entity was not found"], .before, .rule("model-not-live", nil)),
        row(1008, ["requested entity was not found"], .after, .depends(\CloseCase.entityVerdict)),
        row(1007, ["invalid session handle"], .before, .rule("resume-rejected", "invalid-handle")),
        row(1007, ["unknown name"], .before, .rule("setup-unknown-field", nil)),
        row(1007, ["unknown name"], .after, .rule("mid-session-payload-rejected", "invalid-argument")),
        row(
            1007, ["the requested combination of response modalities", "cannot extract voices from a non-audio"],
            .rule("response-modality-unsupported", nil)),
        row(1007, ["unsupported language code"], .before, .rule("language-code-unsupported", nil)),
        row(
            1007, ["setup must be the first message and only the first"],
            .depends { CloseVerdict("setup-protocol-order", $0.orderVariant) }),
        row(1007, ["media_chunks is deprecated"], .rule("deprecated-media-chunks", nil)),
    ]

    private static let conversation: [Row] = [
        row(1007, ["explicit activity control is not supported"], .after, .rule("activity-with-auto-vad", nil)),
        row(1007, ["the audio content type"], .after, .rule("mid-session-payload-rejected", "content-type-audio")),
        row(1007, ["precondition check failed"], .after, .rule("mid-session-payload-rejected", "precondition")),
        row(1007, ["precondition check failed"], .before, .rule("setup-invalid-argument", nil)),
        row(1007, ["request contains an invalid argument"], .before, .depends(\CloseCase.setupArgumentVerdict)),
        row(1007, ["request contains an invalid argument"], .after, .depends(\CloseCase.argumentVerdict)),
        row(
            1008, ["operation is not implemented, or supported", "operation not supported"], .after,
            .depends(\CloseCase.operationVerdict)),
        row(1008, ["the operation was aborted"], .after, .depends(\CloseCase.abortVerdict)),
        Row(
            codes: [1008, 1011], tokens: ["goaway", "deadline expired before operation"], phase: .after,
            judgement: .depends { CloseVerdict("session-cap-close", $0.capVariant) }),
    ]

    private static let failures: [Row] = [
        row(1011, ["internal error"], .withHandle, .depends(\CloseCase.resumeVerdict)),
        row(
            1011,
            [
                "internal error", "the service is currently unavailable", "thread was cancelled when writing",
                "failed to run inference",
            ], .depends(\CloseCase.internalVerdict)),
    ]

    private static func row(_ code: UInt16, _ tokens: [String], _ judgement: Judgement) -> Row {
        row(code, tokens, .any, judgement)
    }

    private static func row(_ code: UInt16, _ tokens: [String], _ phase: Phase, _ judgement: Judgement) -> Row {
        Row(codes: [code], tokens: tokens, phase: phase, judgement: judgement)
    }
}

extension CloseReasons.Row {
    func matches(code: UInt16?, reason: String) -> Bool {
        (codes.isEmpty || code.map(codes.contains) ?? false) && tokens.contains { reason.contains($0) }
    }
}
