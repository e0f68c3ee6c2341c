extension Rule {
    /// Whether the rule can judge a session of which nobody knows when its messages crossed. The others compare instants
    /// and stay silent there: a silence, a pace or an age that nobody measured is no finding.
    var needsNoTimes: Bool { Self.timeless.contains(id) }

    /// Rules about what messages hold, in what order they came, and what a close says.
    static let timeless: Set<RuleID> = [
        "unexpected-drop", "server-internal-error", "keepalive-ping-timeout", "credential-rejected", "quota-exhausted",
        "handshake-failed", "unclassified-close", "model-not-live", "model-platform-mismatch", "setup-unknown-field",
        "response-modality-unsupported", "language-code-unsupported", "setup-invalid-argument", "setup-protocol-order",
        "deprecated-media-chunks", "client-content-midsession", "mid-session-payload-rejected", "prompt-hygiene",
        "context-limit-close", "resume-rejected", "mime-rate-missing", "encoded-container-in-pcm", "not-s16le",
        "stereo-as-mono", "odd-byte-audio", "activity-with-auto-vad", "activity-unbalanced", "turn-cut-short",
        "turn-empty-or-blocked", "tool-response-mismatch", "tool-mode-unsupported", "usage-rebilled-history",
        "usage-incomplete", "key-exposed-in-client", "protocol-drift",
    ]
}
