import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `deprecated-media-chunks`: `realtimeInput.mediaChunks` on a model that refuses it.
    static let deprecatedMediaChunks = Rule(
        .deprecatedMediaChunks, .setup, .p1, .error,
        title: "mediaChunks is deprecated",
        cause: "3.x closes with 1007 on realtimeInput.mediaChunks; 2.x takes only the first chunk of a message.",
        fix:
            "Send realtimeInput.audio, .video or .text with a single blob; in the JavaScript SDK pass audio:, not media:.",
        code: .audioMessage,
        source: "kizuna-ai-lab/sokuji#150; aicc2025/sip-to-ai#5; livekit/agents-js#1186; F12",
        traits: [.needsNoTimes, .endsConnection],
        explains: [.midSessionPayloadRejected],
        closes: [CloseReason(1007, says: "media_chunks is deprecated")],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            let legacy = clock.conduct.legacyMedia
            let end = context.end(of: clock.id)
            let count = "\(Words.count(legacy.count, "message")) with mediaChunks"
            if let end, end.verdict?.rule == .deprecatedMediaChunks {
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

extension RuleID {
    static let deprecatedMediaChunks: RuleID = "deprecated-media-chunks"
}

private let scripts: [Example] = [
    Example {
        $0.begin(model: StagedCall.live31); $0.legacyAudio()
        $0.close(1007, "realtime_input.media_chunks is deprecated. Use audio,", after: 0.1)
    } silent: {
        $0.begin(model: StagedCall.live31); $0.audio(seconds: 0.2)
    },
    Example(nil, .warning) {
        $0.talk(); $0.legacyAudio()
    } silent: {
        $0.talk(); $0.audio(seconds: 0.2)
    },
]

extension StagedCall {
    fileprivate mutating func legacyAudio() {
        let blob = #"{"mimeType":"audio/pcm;rate=16000","data":"\#(Base64.encode([UInt8](repeating: 0, count: 640)))"}"#
        client(#"{"realtimeInput":{"mediaChunks":[\#(blob)]}}"#, after: 0.02)
    }
}
