import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `usage-rebilled-history`: cost grows with every turn, because each bills the whole context.
    ///
    /// No warning at half of the compression trigger: every long session comes there, and the compression is what cures
    /// it.
    static let usageRebilledHistory = Rule(
        .usageRebilledHistory, .usage, .p2, .info,
        title: "each turn bills the whole history",
        cause:
            "The prompt of each turn is the whole context, audio included, so what is billed grows with the square of the turns.",
        fix: "Enable compression, take fewer and longer turns, or go on in a new session with a summary.",
        source: "F2, F7 (25, 48, 71, 96 tokens in a row); googleapis/python-genai#1917; sierra-research/tau2-bench#454",
        traits: [.needsNoTimes],
        thresholds: [.rebilling],
        covers: [.practices(.compression), .practices(.transcription), .guide(.usage), .reference(.usage)],
        examples: scripts
    ) { context in
        let (session, marks) = (context.session, context.session.usage.marks)
        guard let last = marks.last, last.prompt > 0, session.tokens.reports >= 3 else { return [] }
        let billed = session.tokens.billedInput.total
        // The largest: whoever comes back without the context begins with a small one, and what was billed before stays.
        let largest = marks.max { $0.prompt < $1.prompt } ?? last
        let ratio = Double(billed) / Double(largest.prompt)
        guard ratio > context.thresholds[.rebilling], billed > 10_000 else { return [] }
        let audio = session.tokens.contextByModality.audio
        return [
            RuleMatch(
                """
                \(Format.counted(billed, "input token")) were billed; the largest prompt of the last \
                \(Words.count(marks.count, "turn")) had \(Format.count(largest.prompt)): \(Words.number(ratio)) times as \
                many.
                """,
                from: session.openedAt, to: last.frame.at, on: last.connection
            )
            .proof(largest.frame, "usage: prompt \(Format.counted(largest.prompt, "token"))")
            .number("billed_tokens", Double(billed)).number("prompt_tokens", Double(largest.prompt)).number(
                "ratio", ratio
            )
            .number("audio_tokens", Double(audio))
        ]
    }
}

extension RuleID {
    static let usageRebilledHistory: RuleID = "usage-rebilled-history"
}

extension Threshold {
    static let rebilling = Threshold("rebilling_ratio", 5, "so many times the last prompt were billed in all")
}

private let scripts: [Example] = [
    Example(nil, .info) {
        $0.begin(); for _ in 1...8 { $0.exchange(prompt: 4_000) }
    } silent: {
        $0.begin(); for _ in 1...3 { $0.exchange(prompt: 4_000) }
    }
]
