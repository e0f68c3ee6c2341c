import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `chunk-too-large`: too much audio in one message, or audio that is held back and sent in heaps.
    static let chunkTooLarge = Rule(
        .chunkTooLarge, .audioTransport, .p1, .error, variants: ["large", "small", "buffered"],
        title: "too much audio in one message",
        cause:
            "The client collects audio before it sends it. Half a message is added to every latency, and it delays barge-in.",
        fix: "Send messages of 20 to 40 ms (640 to 1280 bytes at 16 kHz) as soon as they are captured.",
        code: cure,
        source: "troubleshooting guide; best practices; googleapis/python-genai#2935; trevornk/ramblr#227",
        standing: .passing(after: .seconds(10), of: .variant),
        thresholds: [.chunkInfo, .chunkWarning, .chunkError, .chunkShortest, .burstCount],
        explains: [.bargeInMissed, .turnLatencyHigh],
        covers: [.troubleshooting(.streaming), .practices(.noBuffering)],
        examples: scripts
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

extension RuleID {
    static let chunkTooLarge: RuleID = "chunk-too-large"
}

extension Threshold {
    static let chunkInfo = Threshold("chunk_info_ms", 100, "half of the messages hold more: worth knowing")
    static let chunkWarning = Threshold("chunk_warning_ms", 200, "half of the messages hold more: worth a warning")
    static let chunkError = Threshold(
        "chunk_error_ms", 1_000, "half of the messages hold so much: nobody can interrupt any more")
    static let chunkShortest = Threshold(
        "chunk_shortest_ms", 10, "half of the messages hold less: more header than sound")
    static let burstCount = Threshold("burst_count", 3, "audio that came in heaps so often is held back")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        for start in range(0, len(pcm), 1280):  # 40 ms at 16 kHz
            await session.send_realtime_input(audio=types.Blob(
                data=pcm[start:start + 1280], mime_type="audio/pcm;rate=16000"))
        """,
    js: """
        for (let start = 0; start < pcm.length; start += 1280)  // 40 ms at 16 kHz
          session.sendRealtimeInput({ audio: {
            data: pcm.subarray(start, start + 1280).toString('base64'),
            mimeType: 'audio/pcm;rate=16000' } });
        """)

private let scripts: [Example] = [
    Example("large", .warning) {
        $0.begin(); $0.audio(seconds: 4, chunk: 0.25)
    } silent: {
        $0.begin(); $0.audio(seconds: 4)
    },
    Example("large") {
        $0.begin(); $0.audio(seconds: 15, chunk: 1)
    } silent: {
        $0.begin(); $0.audio(seconds: 5)
    },
]
