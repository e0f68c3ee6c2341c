import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `latency-grows`: each answer takes longer than the one before.
    static let latencyGrows = Rule(
        .latencyGrows, .usage, .p1, .error, variants: ["context", "unknown"],
        title: "answers take longer with every turn",
        cause: "The model reads the whole context again in each turn, audio included.",
        fix: """
            Set contextWindowCompression with a trigger well below what the prompt has grown to, keep answers of tools \
            short, or go on in a new session with a summary.
            """,
        source: "public reports of 2025-11 to 2026-11",
        cue: .steps(lingering: .seconds(2)),
        thresholds: [.growthTurns, .growthCorrelation],
        explains: [.turnLatencyHigh, .usageRebilledHistory],
        examples: scripts
    ) { context in
        let session = context.session
        let turns = session.turns.recent.filter { turn in
            !turn.isColdStart && turn.tools.isEmpty && (turn.response.map { $0.confidence == .high } ?? false)
        }
        let times = turns.compactMap { $0.response?.duration.milliseconds }
        guard turns.count + 1 >= Int(clamping: context.thresholds[.growthTurns]), times.count >= 5,
            RankOrder.correlation(times) >= context.thresholds[.growthCorrelation], let first = turns.first,
            let last = turns.last
        else { return [] }
        let third = max(times.count / 3, 1)
        let (early, late) = (beginning(median(times.prefix(third)), session), median(times.suffix(third)))
        guard early > 0, late >= 2 * early, late >= context.thresholds[.responseSlow] else { return [] }
        let prompts = session.turns.recent.filter { $0.index <= last.index && $0.tools.isEmpty }
            .compactMap { session.tokens.tokens(ofTurn: $0.index)?.input.total }
        let grown = grownPrompt(prompts)
        let what =
            grown.map {
                " while the prompt went from \(Format.count($0.from)) to \(Format.counted($0.to, "token"))"
            } ?? ""
        var match = RuleMatch(
            """
            Answers take longer with every turn: \(Words.number(early / 1_000)) s at first, \(Words.number(late / 1_000)) s at \
            last, over \(times.count) turns\(what).
            """, variant: grown == nil ? "unknown" : "context",
            late >= context.thresholds[.responseVerySlow] ? .error : .warning, from: first.openedAt,
            to: last.answeredAt, on: first.connection == last.connection ? first.connection : nil)
        match = match.on(last.connection)
            .proof(at: first.answeredAt, "answer of turn \(first.index), after \(Words.number(times.first ?? 0)) ms")
            .proof(at: last.answeredAt, "answer of turn \(last.index), after \(Words.number(times.last ?? 0)) ms")
            .number("early_ms", early).number("late_ms", late).number("turns", times.count)
        guard grown == nil else { return [match] }
        return [
            match.because("Nothing that livetop can see grew with it; the service or the way to it became slower.")
                .cured(by: "Resume on a new connection, and compare.")
        ]
    }

    /// A first turn that was faster still is where it began, though it was cold.
    private static func beginning(_ early: Double, _ session: SessionState) -> Double {
        let first = session.turns.recent.first { $0.isColdStart && $0.tools.isEmpty }?.response
        guard let first, first.confidence == .high else { return early }
        return min(early, first.duration.milliseconds)
    }

    private static func median(_ values: ArraySlice<Double>) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// The prompt grew as the times did, by half at least.
    private static func grownPrompt(_ prompts: [Int64]) -> (from: Int64, to: Int64)? {
        guard prompts.count >= 5, let from = prompts.first, let to = prompts.last, from > 0,
            Double(to) >= 1.5 * Double(from), RankOrder.correlation(prompts.map(Double.init)) >= 0.8
        else { return nil }
        return (from, to)
    }
}

/// How far values follow their own order.
enum RankOrder {
    /// Spearman's rank correlation with the position, from -1 to 1; equal values share their rank.
    static func correlation(_ values: [Double]) -> Double {
        guard values.count >= 3 else { return 0 }
        let ranks = values.map { value in
            let below = values.count { $0 < value }
            let equal = values.count { $0 == value }
            return Double(below) + Double(equal - 1) / 2
        }
        let mean = Double(values.count - 1) / 2
        var (product, square, positions) = (0.0, 0.0, 0.0)
        for (position, rank) in ranks.enumerated() {
            let (a, b) = (Double(position) - mean, rank - mean)
            product += a * b
            positions += a * a
            square += b * b
        }
        return square > 0 ? product / (positions * square).squareRoot() : 0
    }
}

extension RuleID {
    static let latencyGrows: RuleID = "latency-grows"
}

extension Threshold {
    static let growthTurns = Threshold("growth_turn_count", 6, "a trend is told from so many turns on")
    static let growthCorrelation = Threshold(
        "growth_correlation_ratio", 0.8, "the rank correlation of response and turn from which it is one")
}

private let scripts: [Example] = [
    Example("context") {
        $0.answers(after: [1.1, 1.3, 1.8, 2.6, 3.9, 5.6, 7.2, 9.8])
    } silent: {
        $0.answers(after: [1.1, 1.3, 1.0, 1.2, 1.1, 1.4, 1.2, 1.3])
    },
    Example("context") {
        $0.answers(after: [1.1, 1.3, 1.8, 2.6, 3.9, 5.6, 7.2, 9.8])
    } silent: {
        // Slow from the beginning is slow, and does not grow.
        $0.answers(after: [4.0, 4.2, 3.9, 4.1, 4.3, 4.0, 4.2, 4.1])
    },
]

extension StagedCall {
    fileprivate mutating func answers(after delays: [Double]) {
        begin()
        for (turn, delay) in delays.enumerated() {
            text("Next question, please.", after: 1)
            speak(after: delay)
            completeTurn(prompt: 700 + 1_900 * turn)
        }
    }
}
