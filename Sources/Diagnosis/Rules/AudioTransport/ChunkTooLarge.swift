import LiveProtocol
import SessionModel

extension Rule {
    /// `chunk-too-large`: too much audio in one message, or audio that is held back and sent in heaps.
    static let chunkTooLarge = Rule(
        "chunk-too-large", .audioTransport, .p1, .error, variants: ["large", "small", "buffered"],
        title: "too much audio in one message",
        cause:
            "The client collects audio before it sends it. Half a message is added to every latency, and it delays barge-in.",
        fix: "Send messages of 20 to 40 ms (640 to 1280 bytes at 16 kHz) as soon as they are captured.",
        source: "troubleshooting guide; best practices; googleapis/python-genai#2935; trevornk/ramblr#227"
    ) { context in
        [size(context), bursts(context)].compactMap(\.self)
    }

    /// Nil while there are too few messages to say.
    private static func chunks(_ context: RuleContext) -> MetricStatistics? {
        context.session.metrics.statistics(for: .chunk).flatMap { $0.count >= 10 ? $0 : nil }
    }

    private static func size(_ context: RuleContext) -> RuleMatch? {
        guard let median = context.session.metrics.percentile(0.5, of: .chunk),
            let severity = severity(of: median, context.thresholds), let chunks = chunks(context)
        else { return nil }
        let variant = median < context.thresholds[.chunkShortest] ? "small" : "large"
        return RuleMatch(
            "Half of the audio messages hold \(Words.number(chunks.p50)) ms or more.", variant: variant, severity,
            from: context.session.openedAt, to: context.now, on: context.session.connection?.id
        )
        .number("chunk_p50_ms", chunks.p50).number("chunk_p95_ms", chunks.p95).number("messages", Double(chunks.count))
    }

    private static func severity(of median: Double, _ limits: Thresholds) -> Severity? {
        switch median {
        case limits[.chunkError]...: .error
        case limits[.chunkWarning].nextUp...: .warning
        case limits[.chunkInfo].nextUp..., ..<limits[.chunkShortest]: .info
        default: nil
        }
    }

    private static func bursts(_ context: RuleContext) -> RuleMatch? {
        let pace = context.session.inputAudio.pace
        guard pace.burstCount >= Int(clamping: context.thresholds[.burstCount]), chunks(context) != nil else {
            return nil
        }
        return RuleMatch(
            "\(pace.burstCount) times nothing came for half a second, and then 400 ms of audio and more at once.",
            variant: "buffered", .warning, from: context.session.openedAt, to: context.now,
            on: context.session.connection?.id
        )
        .number("bursts", pace.burstCount)
    }
}
