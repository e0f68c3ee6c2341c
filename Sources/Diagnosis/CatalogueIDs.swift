/// The entries of the failure catalogue. Each has a rule.
public enum CatalogueIDs {
    /// All of them, in the order of the catalogue.
    public static let all: [RuleID] = [
        "unexpected-drop", "idle-input-abort", "server-internal-error", "keepalive-ping-timeout",
        "credential-rejected", "quota-exhausted", "handshake-failed", "unclassified-close", "model-not-live",
        "model-platform-mismatch", "setup-unknown-field", "response-modality-unsupported",
        "language-code-unsupported", "setup-invalid-argument", "setup-protocol-order", "deprecated-media-chunks",
        "client-content-midsession", "mid-session-payload-rejected", "prompt-hygiene", "context-limit-close",
        "context-near-limit", "no-context-compression", "video-token-burn", "no-resumption-configured",
        "goaway-ignored", "session-cap-close", "resume-rejected", "resume-misused", "reconnect-storm",
        "chunk-too-large", "input-ahead-of-realtime", "wrong-sample-rate", "mime-rate-missing",
        "encoded-container-in-pcm", "not-s16le", "stereo-as-mono", "odd-byte-audio", "input-clipping",
        "input-level-low", "input-noise-high", "input-signal-defect", "input-gaps", "vad-disabled-no-activity",
        "activity-with-auto-vad", "activity-unbalanced", "audio-paused-no-stream-end", "speech-unanswered",
        "turn-split-on-pause", "turn-cut-short", "model-waits-for-user", "session-gone-silent", "barge-in-blocked",
        "barge-in-missed", "playback-not-flushed", "false-interrupt", "output-underrun", "output-backlog-large",
        "output-degenerate", "turn-empty-or-blocked", "tool-response-missing", "input-during-tool-call",
        "tool-response-mismatch", "tool-call-repeated", "tool-mode-unsupported", "usage-rebilled-history",
        "usage-incomplete", "turn-latency-high", "transcription-degraded", "client-slow-reader",
        "key-exposed-in-client", "network-unstable", "half-open-connection",
    ]
}
