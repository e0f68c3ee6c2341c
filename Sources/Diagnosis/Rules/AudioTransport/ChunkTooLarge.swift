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
        guard let chunks = context.session.metrics.statistics(for: .chunk), chunks.count >= 10 else { return [] }
        return [size(chunks, context), bursts(context)].compactMap(\.self)
    }

    private static func size(_ chunks: MetricStatistics, _ context: RuleContext) -> RuleMatch? {
        let limits = context.thresholds
        let severity: Severity? =
            switch chunks.p50 {
            case limits[.chunkError]...: .error
            case limits[.chunkWarning].nextUp...: .warning
            case limits[.chunkInfo].nextUp..., ..<limits[.chunkShortest]: .info
            default: nil
            }
        guard let severity else { return nil }
        let variant = chunks.p50 < limits[.chunkShortest] ? "small" : "large"
        return RuleMatch(
            "Half of the audio messages hold \(Words.number(chunks.p50)) ms or more.", variant: variant, severity,
            from: context.session.openedAt, to: context.now, on: context.session.connection?.id
        )
        .number("chunk_p50_ms", chunks.p50).number("chunk_p95_ms", chunks.p95).number("messages", Double(chunks.count))
    }

    private static func bursts(_ context: RuleContext) -> RuleMatch? {
        let pace = context.session.inputAudio.pace
        guard pace.burstCount >= Int(context.thresholds[.burstCount]) else { return nil }
        return RuleMatch(
            "\(pace.burstCount) times nothing came for half a second, and then 400 ms of audio and more at once.",
            variant: "buffered", .warning, from: context.session.openedAt, to: context.now,
            on: context.session.connection?.id
        )
        .number("bursts", pace.burstCount)
    }
}
