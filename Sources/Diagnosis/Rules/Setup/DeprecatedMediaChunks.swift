import LiveProtocol
import SessionModel

extension Rule {
    /// `deprecated-media-chunks`: `realtimeInput.mediaChunks` on a model that refuses it.
    static let deprecatedMediaChunks = Rule(
        "deprecated-media-chunks", .setup, .p1, .error,
        title: "mediaChunks is deprecated",
        cause: "3.x closes with 1007 on realtimeInput.mediaChunks; 2.x takes only the first chunk of a message.",
        fix:
            "Send realtimeInput.audio, .video or .text with a single blob; in the JavaScript SDK pass audio:, not media:.",
        source: "kizuna-ai-lab/sokuji#150; aicc2025/sip-to-ai#5; livekit/agents-js#1186; F12"
    ) { context in
        context.connections.compactMap { clock in
            let legacy = clock.conduct.legacyMedia
            let end = context.end(of: clock.id)
            let count = "\(Words.count(legacy.count, "message")) with mediaChunks"
            if let end, end.verdict?.rule == "deprecated-media-chunks" {
                return RuleMatch.end(end, "\(count), then \(end.words).", from: legacy.first?.at)
                    .proof(legacy.first, "realtimeInput.mediaChunks").number("messages", legacy.count)
            }
            guard !legacy.isEmpty else { return nil }
            return RuleMatch(
                "\(count) to \(clock.setup?.model ?? "an unknown model").",
                clock.setup?.family.isThree == true && clock.isOpen ? .error : .warning,
                from: legacy.first?.at ?? clock.openedAt, to: legacy.last?.at, on: clock.id
            )
            .proof(legacy.first, "realtimeInput.mediaChunks").number("messages", legacy.count)
        }
    }
}
