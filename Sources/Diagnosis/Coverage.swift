/// Which rules answer which statement of the documents that people turn to when a session fails: the troubleshooting
/// guide, the best practices and the references of the Live API (`failure-catalog.md` §19).
public struct Coverage: Hashable, Sendable {
    public var document: String
    public var statement: String
    public var rules: [RuleID]

    private init(_ document: String, _ statement: String, _ rules: [RuleID]) {
        self.document = document
        self.statement = statement
        self.rules = rules
    }

    public static let table: [Coverage] = troubleshooting + livekit + practices + guide + reference

    private static let troubleshooting: [Coverage] = [
        Coverage(
            "troubleshooting guide", "disconnect with 1000 or 1006",
            ["unexpected-drop", "context-limit-close", "session-cap-close"]),
        Coverage(
            "troubleshooting guide", "compression off and context beyond limit (128 k)",
            ["context-limit-close", "context-near-limit", "no-context-compression"]),
        Coverage("troubleshooting guide", "compression discards history (quality note)", ["no-context-compression"]),
        Coverage(
            "troubleshooting guide", "no / incorrect resumption logic",
            ["no-resumption-configured", "resume-misused", "resume-rejected", "goaway-ignored", "reconnect-storm"]),
        Coverage(
            "troubleshooting guide", "connection expires after 10 minutes", ["session-cap-close", "goaway-ignored"]),
        Coverage(
            "troubleshooting guide", "unstable internet",
            ["network-unstable", "half-open-connection", "unexpected-drop"]),
        Coverage(
            "troubleshooting guide", "model answers irrelevantly / asks to repeat (format)",
            [
                "wrong-sample-rate", "mime-rate-missing", "encoded-container-in-pcm", "not-s16le", "stereo-as-mono",
                "odd-byte-audio",
            ]),
        Coverage("troubleshooting guide", "little-endian", ["not-s16le"]),
        Coverage("troubleshooting guide", "16-bit PCM", ["not-s16le", "encoded-container-in-pcm"]),
        Coverage("troubleshooting guide", "16 kHz", ["wrong-sample-rate", "mime-rate-missing"]),
        Coverage("troubleshooting guide", "mono", ["stereo-as-mono"]),
        Coverage(
            "troubleshooting guide", "microphone quality",
            ["input-clipping", "input-level-low", "input-signal-defect", "input-gaps"]),
        Coverage("troubleshooting guide", "background noise", ["input-noise-high"]),
        Coverage(
            "troubleshooting guide", "no response: VAD disabled, missing ActivityStart/End",
            ["vad-disabled-no-activity", "activity-unbalanced", "activity-with-auto-vad"]),
        Coverage(
            "troubleshooting guide", "no response: VAD settings",
            ["speech-unanswered", "turn-split-on-pause", "audio-paused-no-stream-end"]),
        Coverage(
            "troubleshooting guide", "no response: WebSocket interrupted",
            ["half-open-connection", "session-gone-silent", "handshake-failed", "unexpected-drop"]),
        Coverage(
            "troubleshooting guide", "cannot interrupt: playback buffer not flushed",
            ["playback-not-flushed", "output-backlog-large"]),
        Coverage(
            "troubleshooting guide", "cannot interrupt: audio not streamed; 20–40 ms chunks",
            ["barge-in-blocked", "barge-in-missed", "chunk-too-large"]),
        Coverage(
            "troubleshooting guide", "cannot interrupt: custom VAD / missing ActivityStart",
            ["barge-in-blocked", "activity-unbalanced"]),
    ]

    private static let livekit: [Coverage] = [
        Coverage(
            "LiveKit and 1011", "1011 on connect, wrong model for the service",
            ["model-platform-mismatch", "server-internal-error"]),
        Coverage(
            "LiveKit and 1011", "1011 often quota or model incompatibility", ["quota-exhausted", "model-not-live"]),
        Coverage("LiveKit and 1011", "handle 1011 robustly", ["server-internal-error", "reconnect-storm"]),
        Coverage("LiveKit and 1011", "verify model before production", ["model-not-live"]),
    ]

    private static let practices: [Coverage] = [
        Coverage("best practices", "persona, rules, guardrails, short prompts", ["prompt-hygiene"]),
        Coverage("best practices", "accent with language", ["prompt-hygiene"]),
        Coverage(
            "best practices", "tools precise, invocation condition, distinct sentences",
            ["prompt-hygiene", "tool-call-repeated"]),
        Coverage(
            "best practices", "model best with single function calls", ["tool-call-repeated", "tool-mode-unsupported"]),
        Coverage("best practices", "model expects user input first; starting command", ["model-waits-for-user"]),
        Coverage("best practices", "transparent resumption", ["resume-misused", "setup-unknown-field"]),
        Coverage("best practices", "keep newest handle if resumable", ["resume-misused", "no-resumption-configured"]),
        Coverage("best practices", "buffer and prune by index; replay", ["resume-misused"]),
        Coverage("best practices", "goAway: reconnect proactively", ["goaway-ignored"]),
        Coverage("best practices", "API errors 1000/1006 in both loops", ["unexpected-drop", "reconnect-storm"]),
        Coverage(
            "best practices", "compression; 25 tokens/s; history loss",
            ["no-context-compression", "context-near-limit", "usage-rebilled-history"]),
        Coverage(
            "best practices", "custom VAD requires disabling default VAD and sending events",
            ["activity-with-auto-vad", "vad-disabled-no-activity"]),
        Coverage(
            "best practices", "set language code, language sentence", ["prompt-hygiene", "language-code-unsupported"]),
        Coverage(
            "best practices", "transcription language codes; extra tokens",
            ["prompt-hygiene", "transcription-degraded", "usage-rebilled-history"]),
        Coverage("best practices", "do not buffer input (1 s); 20–40 ms", ["chunk-too-large", "turn-latency-high"]),
        Coverage("best practices", "resample to 16 kHz", ["wrong-sample-rate"]),
    ]

    private static let guide: [Coverage] = [
        Coverage("Live API guide", "audio formats 16 k in / 24 k out", ["wrong-sample-rate", "mime-rate-missing"]),
        Coverage("Live API guide", "one response modality per config", ["response-modality-unsupported"]),
        Coverage(
            "Live API guide", "tool execution pauses until results",
            ["tool-response-missing", "input-during-tool-call"]),
        Coverage("Live API guide", "audio weakens function calling", ["tool-call-repeated"]),
        Coverage(
            "Live API guide", "interruption cancels generation and pending calls (ids)",
            ["tool-response-mismatch", "playback-not-flushed", "barge-in-missed"]),
        Coverage(
            "Live API guide", "audioStreamEnd when paused >1 s; not with manual VAD",
            ["audio-paused-no-stream-end", "activity-unbalanced"]),
        Coverage("Live API guide", "usageMetadata", ["usage-rebilled-history", "usage-incomplete"]),
        Coverage("Live API guide", "resumption, stored 24 h", ["no-resumption-configured", "resume-rejected"]),
        Coverage("Live API guide", "goAway timeLeft, ABORTED", ["goaway-ignored", "session-cap-close"]),
        Coverage("Live API guide", "generationComplete", ["output-underrun", "turn-cut-short"]),
        Coverage("Live API guide", "compression avoids abrupt termination", ["no-context-compression"]),
        Coverage("Live API guide", "media resolution 66/256 tokens", ["video-token-burn"]),
        Coverage("Live API guide", "server-to-server authentication only", ["key-exposed-in-client"]),
        Coverage("Live API guide", "15 min audio / 2 min audio+video", ["session-cap-close", "video-token-burn"]),
        Coverage("Live API guide", "32 k context", ["context-limit-close"]),
    ]

    private static let reference: [Coverage] = [
        Coverage("Live API reference", "model families, 128 k / 32 k", ["context-limit-close", "model-not-live"]),
        Coverage("Live API reference", "voices by family", ["setup-invalid-argument"]),
        Coverage("Live API reference", "one modality per session", ["response-modality-unsupported"]),
        Coverage("Live API reference", "MIME `audio/pcm;rate=16000`", ["mime-rate-missing"]),
        Coverage(
            "Live API reference", "VAD sensitivity, padding, silence",
            ["speech-unanswered", "turn-split-on-pause", "turn-latency-high"]),
        Coverage("Live API reference", "manual VAD markers", ["vad-disabled-no-activity"]),
        Coverage("Live API reference", "tool response id and name; cancellation ids", ["tool-response-mismatch"]),
        Coverage("Live API reference", "compression target/trigger", ["no-context-compression"]),
        Coverage("Live API reference", "resumption handle", ["resume-misused"]),
        Coverage("Live API reference", "ephemeral tokens: uses, expiry, v1alpha, Live only", ["credential-rejected"]),
        Coverage(
            "Live API reference", "affective dialog / proactive audio need v1alpha",
            ["setup-unknown-field", "speech-unanswered"]),
        Coverage("Live API reference", "native audio does not take language codes", ["language-code-unsupported"]),
        Coverage("Live API reference", "session 15/2 min, connection ~10 min", ["session-cap-close"]),
        Coverage(
            "Live API reference", "goAway, interrupted, toolCallCancellation handling",
            ["goaway-ignored", "playback-not-flushed", "tool-response-mismatch"]),
        Coverage("Live API reference", "monitor usage", ["usage-rebilled-history"]),
        Coverage(
            "Live API reference", "security: short expiry, not for backends",
            ["key-exposed-in-client", "credential-rejected"]),
    ]
}
