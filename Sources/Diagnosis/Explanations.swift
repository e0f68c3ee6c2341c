/// Which failures are consequences of which (`failure-catalog.md` §20).
enum Explanations {
    /// The cause, and what it explains on the same connection.
    static let table: [RuleID: Set<RuleID>] = {
        var table: [RuleID: Set<RuleID>] = [
            "tool-response-missing": ["session-gone-silent", "speech-unanswered", "turn-latency-high"],
            "input-level-low": ["speech-unanswered", "model-waits-for-user"],
            "goaway-ignored": ["session-cap-close", "unexpected-drop", "server-internal-error"],
            "session-cap-close": ["server-internal-error", "unexpected-drop", "no-resumption-configured"],
            "context-limit-close": ["context-near-limit", "no-context-compression", "no-resumption-configured"],
            "context-near-limit": ["no-context-compression"],
            "chunk-too-large": ["barge-in-missed", "turn-latency-high"],
            "vad-disabled-no-activity": unheard,
            "activity-unbalanced": ["speech-unanswered", "session-gone-silent"],
            "audio-paused-no-stream-end": ["speech-unanswered"],
            "session-gone-silent": ["speech-unanswered", "turn-latency-high"],
            "half-open-connection": [
                "unexpected-drop", "session-gone-silent", "speech-unanswered", "network-unstable",
            ],
            "client-slow-reader": ["keepalive-ping-timeout", "network-unstable"],
            "barge-in-blocked": ["barge-in-missed"],
            "false-interrupt": ["turn-split-on-pause", "turn-empty-or-blocked", "playback-not-flushed"],
            "input-noise-high": ["turn-split-on-pause", "false-interrupt", "transcription-degraded"],
            "turn-empty-or-blocked": ["speech-unanswered"],
            "client-content-midsession": ["mid-session-payload-rejected"],
            "odd-byte-audio": ["mid-session-payload-rejected"],
            "input-ahead-of-realtime": ["quota-exhausted"],
            "deprecated-media-chunks": ["mid-session-payload-rejected"],
            // A refused handle does no harm to a client that then drops it.
            "reconnect-storm": ["handshake-failed", "resume-rejected"],
            "resume-rejected": ["resume-misused", "no-resumption-configured"],
            "idle-input-abort": ["no-resumption-configured", "model-waits-for-user"],
            "input-during-tool-call": ["tool-response-missing", "no-resumption-configured"],
            "setup-protocol-order": ["handshake-failed"],
        ]
        for format in formats { table[format] = garbled }
        for end in ends { table[end, default: []].insert("no-resumption-configured") }
        return table
    }()

    /// Failures of a client over several connections: they explain what happened on any of them.
    static let acrossConnections: Set<RuleID> = ["reconnect-storm"]

    /// The service hears noise instead of speech.
    private static let formats: [RuleID] = [
        "wrong-sample-rate", "encoded-container-in-pcm", "not-s16le", "stereo-as-mono",
    ]

    private static let unheard: Set<RuleID> = ["speech-unanswered", "session-gone-silent", "model-waits-for-user"]

    private static let garbled: Set<RuleID> = unheard.union([
        "input-noise-high", "transcription-degraded", "input-clipping", "input-level-low", "input-signal-defect",
        "input-gaps", "turn-split-on-pause", "false-interrupt", "barge-in-missed", "mime-rate-missing",
        "odd-byte-audio", "input-ahead-of-realtime", "turn-latency-high", "not-s16le", "wrong-sample-rate",
        "audio-paused-no-stream-end", "chunk-too-large",
    ])

    /// Findings that name what ended a connection. Coming back would not have cured their cause.
    static let ends: Set<RuleID> = [
        "unexpected-drop", "idle-input-abort", "server-internal-error", "keepalive-ping-timeout",
        "credential-rejected", "quota-exhausted", "model-not-live", "model-platform-mismatch", "setup-unknown-field",
        "response-modality-unsupported", "language-code-unsupported", "setup-invalid-argument",
        "setup-protocol-order", "deprecated-media-chunks", "client-content-midsession",
        "mid-session-payload-rejected", "activity-with-auto-vad", "context-limit-close", "session-cap-close",
        "resume-rejected", "input-during-tool-call", "handshake-failed", "half-open-connection", "unclassified-close",
    ]
}
