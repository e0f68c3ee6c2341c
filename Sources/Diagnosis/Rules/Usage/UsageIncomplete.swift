import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `usage-incomplete`: usage is missing, or leaves out the audio.
    static let usageIncomplete = Rule(
        .usageIncomplete, .usage, .p3, .info, variants: ["missing", "no-audio", "unattributed"],
        title: "usage that does not add up",
        cause: "The service does not report every turn, and its details may leave modalities out.",
        fix: "Do not bill by it alone: estimate 25 tokens per second of audio where it is missing.",
        source: "livekit/agents#2426; googleapis/python-genai#1298, #1549; BerriAI/litellm#38457",
        traits: [.needsNoTimes],
        covers: [.guide(.usage)],
        examples: scripts
    ) { context in
        let (session, tokens) = (context.session, context.session.tokens)
        let at = session.turns.recent.last?.completedAt ?? session.openedAt
        var matches: [RuleMatch] = []
        if tokens.turnsWithoutUsage > 0 {
            let words = "\(tokens.turnsWithoutUsage) of \(session.turns.count) turns came without usage."
            matches.append(
                RuleMatch(words, variant: "missing", from: session.openedAt, to: at)
                    .number("turns", Double(tokens.turnsWithoutUsage)))
        }
        let output = tokens.billedOutput
        if session.playback.delivered >= .seconds(5), output.total > 0, output.audio == 0, output.unattributed == 0 {
            let seconds = session.playback.delivered.seconds
            matches.append(
                RuleMatch(
                    "\(Words.number(seconds)) s of audio came, and the usage names no audio tokens.",
                    variant: "no-audio", from: session.openedAt, to: at
                ).number("audio_s", seconds).number("estimated_tokens", seconds * 25))
        }
        return matches
    }
}

extension RuleID {
    static let usageIncomplete: RuleID = "usage-incomplete"
}

private let scripts: [Example] = [
    Example("missing", .info) {
        $0.begin(.instruction); $0.exchange(prompt: nil)
    } silent: {
        $0.talk()
    }
]
