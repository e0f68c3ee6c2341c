import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `turn-latency-high`: the first audio comes late.
    static let turnLatencyHigh = Rule(
        .turnLatencyHigh, .usage, .p1, .error,
        variants: ["vad", "thinking", "context", "tool", "chunking", "network", "generation"],
        title: "slow answers",
        cause: "The time until the first audio is longer than people wait without wondering.",
        fix: "Look at the parts of the turns: end of speech, model, tool.",
        source:
            "thresholds are ours; F1 (1.4 s), F3 (0.6 to 0.75 s after a tool); google-gemini/live-api-web-console#132",
        standing: .passing(after: .seconds(30), of: .session),
        cue: .steps(lingering: .seconds(2)),
        thresholds: [.responseSlow, .responseVerySlow, .responseOutlier],
        covers: [.practices(.noBuffering), .reference(.vadSettings)],
        examples: scripts
    ) { context in
        guard context.session.setup?.setup.proactiveAudio != true, context.session.setup?.isSimultaneous != true,
            isSlow(context), let all = context.session.metrics.statistics(for: .response), all.count >= 3
        else { return [] }
        let thresholds = context.thresholds
        let counted = context.session.turns.recent.compactMap { turn in
            turn.isColdStart ? nil : turn.countedResponse.map { (turn: turn, response: $0) }
        }
        // Of those that the percentiles are of, as far as they are remembered.
        let same = counted.filter { $0.response.anchor == all.anchor }
        guard
            let (slow, response) = (same.isEmpty ? counted : same).max(by: {
                $0.response.duration < $1.response.duration
            })
        else { return [] }
        let reason = LatencyReason(slow, context)
        let anchor = all.anchor.map { " (from \($0.rawValue))" } ?? ""
        return [
            RuleMatch(
                "Answers take \(Words.number(all.p50 / 1_000)) s\(anchor), up to \(Words.number(all.max / 1_000)) s, over \(all.count) turns.",
                variant: reason.variant, all.p50 > thresholds[.responseVerySlow] ? .error : .warning,
                from: response.startedAt, to: slow.answeredAt, on: slow.connection
            )
            .proof(at: response.startedAt, "the user's end before the slowest turn")
            .proof(at: slow.answeredAt, "first output, \(Words.milliseconds(response.duration)) later")
            .number("p50_ms", all.p50).number("p95_ms", all.p95).number("max_ms", all.max)
            .number("turns", Double(all.count)).because(reason.cause).cured(by: reason.fix)
            .gravity(all.p50)
        ]
    }
}

extension Rule {
    /// The median is too long, or a single answer is. All percentiles cost more, and mostly nobody wants them.
    private static func isSlow(_ context: RuleContext) -> Bool {
        let (metrics, thresholds) = (context.session.metrics, context.thresholds)
        return metrics.maximum(of: .response).map { $0 > thresholds[.responseOutlier] } ?? false
            || metrics.percentile(0.5, of: .response).map { $0 > thresholds[.responseSlow] } ?? false
    }
}

/// What most of a slow turn is made of.
private struct LatencyReason {
    var variant: String
    var cause: String
    var fix: String

    init(_ turn: Turn, _ context: RuleContext) {
        let setup = context.session.setup?.setup
        let silence = setup?.activityDetection?.silenceDurationMs
        let trips = context.session.connection?.conduct.pings.upstream.map(\.duration.milliseconds).sorted() ?? []
        if !turn.tools.isEmpty {
            self.init("tool", "The slowest turn waited for a function.", "Make the function faster, or NON_BLOCKING.")
        } else if let silence, silence >= 800 {
            self.init(
                "vad", "The service waits for \(silence) ms of silence before it takes the turn as ended.",
                "Lower silenceDurationMs; 500 is a common value.")
        } else if !trips.isEmpty, trips[trips.count / 2] > context.thresholds[.roundTripMedian] {
            self.init("network", "The way to the service alone is long.", "Use a region near the user.")
        } else if let prompt = context.session.usage.marks.last?.prompt, prompt > 32_000 {
            self.init(
                "context", "The prompt has \(Format.counted(prompt, "token")).",
                "Enable compression, shorten history and tools.")
        } else if !turn.thoughts.isEmpty || setup?.generation.thinkingBudget.map({ $0 > 0 }) ?? false {
            self.init("thinking", "The model thinks before it speaks.", "Lower thinkingBudget or thinkingLevel.")
        } else if let chunk = context.session.metrics.statistics(for: .chunk), chunk.p50 > 100 {
            self.init(
                "chunking", "Audio is sent in pieces of \(Words.number(chunk.p50)) ms.", "Send 20 to 40 ms per message."
            )
        } else {
            self.init(
                "generation", "The model itself is slow.", "Try a smaller model, a shorter instruction, another time.")
        }
    }

    private init(_ variant: String, _ cause: String, _ fix: String) {
        (self.variant, self.cause, self.fix) = (variant, cause, fix)
    }
}

extension RuleID {
    static let turnLatencyHigh: RuleID = "turn-latency-high"
}

extension Threshold {
    static let responseSlow = Threshold("response_slow_ms", 1_500, "answers that usually take longer are slow")
    static let responseVerySlow = Threshold(
        "response_very_slow_ms", 3_000, "answers that usually take longer are very slow")
    static let responseOutlier = Threshold(
        "response_outlier_ms", 3_000, "a single answer that takes longer is worth telling")
}

private let scripts: [Example] = [
    Example(nil, .warning) {
        $0.answers(after: 2)
    } silent: {
        $0.answers(after: 0.8)
    },
    Example(nil, .error) {
        $0.answers(after: 3.5)
    } silent: {
        $0.answers(after: 0.8)
    },
]

extension StagedCall {
    fileprivate mutating func answers(after seconds: Double) {
        begin()
        for _ in 1...5 {
            text("Hello?", after: 1)
            speak(after: seconds)
            completeTurn(prompt: 100)
        }
    }
}
