import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `context-near-limit`: the context is filling up and nothing makes room.
    static let contextNearLimit = Rule(
        .contextNearLimit, .context, .p2, .error,
        title: "heading for the limit of the context",
        cause: "Everything said stays in the context, and compression is off or begins too late.",
        fix:
            """
            Begin a new session with a summary. Enable contextWindowCompression in its setup, which begins at 80 % of the \
            window unless triggerTokens says otherwise.
            """,
        code: .compression,
        source: "troubleshooting guide; Live API reference; best practices (25 tokens a second)",
        thresholds: [.contextWarning, .contextError],
        explains: [.noContextCompression],
        covers: [.troubleshooting(.contextBeyondLimit), .practices(.compression)],
        examples: scripts
    ) { context in
        guard let growth = ContextFill(context), growth.share >= context.thresholds[.contextWarning] else {
            return []
        }
        let session = context.session
        let isFull = growth.share >= context.thresholds[.contextError]
        let left = session.isOpen ? growth.shownTimeLeft : nil
        let mark = session.usage.marks.last
        var match = RuleMatch(
            "The context is \(Words.percent(growth.share)) full"
                + (left.map { ", and full in about \(Words.time($0))" } ?? "") + ".",
            isFull ? .error : .warning, from: growth.reportedAt, to: context.now, on: mark?.connection)
        if let trigger = session.tokens.compressionTrigger {
            match = match.because("Compression begins at \(Format.counted(trigger, "token")), which is too late.")
        } else if let setup = session.setup?.setup, setup.compression == nil {
            match = match.because("Everything said stays in the context, and compression is off.")
        }
        match = match.proof(
            mark?.frame, "usage: \(Format.count(growth.used)) of \(Format.counted(growth.limit, "token"))")
        return [
            match.number("context_tokens", Double(growth.used)).number("limit_tokens", Double(growth.limit))
                .number("left_s", left?.seconds).unsure(if: session.tokens.limit?.isAssumed == true)
        ]
    }
}

extension RuleID {
    static let contextNearLimit: RuleID = "context-near-limit"
}

extension Threshold {
    static let contextWarning = Threshold("context_warning_ratio", 0.7, "a context so full is worth a warning")
    static let contextError = Threshold("context_error_ratio", 0.9, "a context so full may end the session at any turn")
}

private let scripts: [Example] = [
    Example(nil, .warning, behind: .contextLimitClose) {
        $0.fill(to: 100_000)
    } silent: {
        $0.fill(to: 60_000)
    },
    Example {
        $0.fill(to: 125_000)
    } silent: {
        $0.fill(to: 125_000, .compression)
    },
]
