extension Diagnosis {
    /// All rules, in the order of the catalogue. One line per rule.
    public static let rules: [Rule] = [
        // Connection and close codes
        .unexpectedDrop,
        .idleInputAbort,
        .serverInternalError,
        .keepalivePingTimeout,
        .credentialRejected,
        .quotaExhausted,
        .handshakeFailed,
        .unclassifiedClose,
        // Setup and configuration rejected
        .modelNotLive,
        .modelPlatformMismatch,
        .setupUnknownField,
        .responseModalityUnsupported,
        .languageCodeUnsupported,
        .setupInvalidArgument,
        .setupProtocolOrder,
        .deprecatedMediaChunks,
        .clientContentMidsession,
        .midSessionPayloadRejected,
        .promptHygiene,
        // Tokens and context
        .contextLimitClose,
        .contextNearLimit,
        .noContextCompression,
        .videoTokenBurn,
        // Session duration, goAway, resumption
        .noResumptionConfigured,
        .goAwayIgnored,
        .sessionCapClose,
        .resumeRejected,
        .resumeMisused,
        .reconnectStorm,
        // VAD and turn-taking
        .vadDisabledNoActivity,
        .activityWithAutoVAD,
        .activityUnbalanced,
        .audioPausedNoStreamEnd,
        .speechUnanswered,
        .turnSplitOnPause,
        .turnCutShort,
        .modelWaitsForUser,
        .sessionGoneSilent,
        .turnEmptyOrBlocked,
        // Tool calling
        .toolResponseMissing,
        .inputDuringToolCall,
        .toolResponseMismatch,
        .toolCallRepeated,
        .toolModeUnsupported,
        // Usage, latency, client, network
        .usageRebilledHistory,
        .usageIncomplete,
        .turnLatencyHigh,
        .transcriptionDegraded,
        .clientSlowReader,
        .keyExposedInClient,
        .networkUnstable,
        .halfOpenConnection,
        .protocolDrift,
    ]

    static let priorities = Dictionary(rules.map { ($0.id, $0.priority) }) { first, _ in first }
}
