import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `video-token-burn`: video eats the session.
    static let videoTokenBurn = Rule(
        .videoTokenBurn, .context, .p2, .warning,
        title: "video fills the context",
        cause:
            "Each image is 256 tokens, 66 at low resolution, and audio with video is limited to 2 minutes uncompressed.",
        fix: "Send one JPEG a second or less, set mediaResolution to MEDIA_RESOLUTION_LOW, and enable compression.",
        source: "Live API guide (66 and 256 tokens, 2 minutes); D3; google-gemini/live-api-web-console#42",
        thresholds: [.videoRate, .videoLimit],
        covers: [.guide(.mediaResolution), .guide(.sessionLimits)],
        examples: scripts
    ) { context in
        context.connections.compactMap { match($0, context) }
    }

    private static func match(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        let video = clock.conduct.video
        guard let first = video.first, let last = video.last, last.at > first.at else { return nil }
        let length = last.at - first.at
        let rate = Double(video.count - 1) / length.seconds
        guard rate >= 0.2 else { return nil }
        let isLow = clock.setup?.setup.generation.mediaResolution == "MEDIA_RESOLUTION_LOW"
        let burn = rate * 60 * (isLow ? 66 : 256)
        let isFast = rate > context.thresholds[.videoRate] && length >= .seconds(10)
        let isLong =
            clock.setup?.setup.compression == nil && !clock.conduct.audio.isEmpty
            && length >= context.thresholds.seconds(.videoLimit)
        guard isFast || isLong else { return nil }
        return RuleMatch(
            "\(Words.number(rate)) images a second are about \(Format.counted(Int(clamping: burn), "token")) a minute"
                + (isLong ? "; \(Words.time(length)) of audio and video without compression." : "."),
            from: first.at, to: last.at, on: clock.id
        )
        .proof(first, "first image").proof(last, "last image")
        .number("images_per_second", rate).number("tokens_per_minute", burn).number("length_s", length.seconds)
    }
}

extension RuleID {
    static let videoTokenBurn: RuleID = "video-token-burn"
}

extension Threshold {
    static let videoRate = Threshold("video_rate_fps", 1.5, "more images than that a second help no model")
    static let videoLimit = Threshold(
        "video_limit_s", 90, "audio with video so long without compression is near its end")
}

private let scripts: [Example] = [
    Example(nil, .warning) {
        $0.begin(); $0.video(perSecond: 4, images: 48)
    } silent: {
        $0.begin(); $0.video(perSecond: 1, images: 12)
    }
]

extension StagedCall {
    fileprivate mutating func video(perSecond: Double, images: Int) {
        let blob = #"{"mimeType":"image/jpeg","data":"\#(Base64.encode([UInt8](repeating: 1, count: 3_000)))"}"#
        for _ in 0..<images { client(#"{"realtimeInput":{"video":\#(blob)}}"#, after: 1 / perSecond) }
    }
}
