/// Every number that rules compare with, by its name in the configuration (`[rules]`). The name ends in the unit.
///
/// The default is the catalogue's; where the catalogue marks it as a guess, it is meant to be tuned.
public enum Threshold: String, CaseIterable, Hashable, Sendable {
    // Connection
    case idleObserved = "idle_observed_s"
    case idlePredicted = "idle_predicted_s"
    case idleLimit = "idle_limit_s"
    case setupTimeout = "setup_timeout_s"
    case setupSlow = "setup_slow_s"
    case concurrentSessions = "concurrent_sessions"
    case pongOverdue = "pong_overdue_s"
    case halfOpen = "half_open_s"
    case slowReader = "slow_reader_s"
    case roundTripMedian = "round_trip_p50_ms"
    case roundTripTail = "round_trip_p95_ms"
    // Resumption
    case capFrom = "cap_from_s"
    case capTo = "cap_to_s"
    case resumptionAdvice = "resumption_advice_s"
    case goAwayMargin = "goaway_margin_s"
    case resumeTooEarly = "resume_too_early_s"
    case stormConnections = "storm_connections"
    case stormWindow = "storm_window_s"
    case stormLifetime = "storm_lifetime_s"
    // Context
    case contextWarning = "context_warning_ratio"
    case contextError = "context_error_ratio"
    case compressionAdvice = "compression_advice_s"
    case videoRate = "video_rate_fps"
    case videoLimit = "video_limit_s"
    // Turn taking
    case speechShortest = "speech_shortest_ms"
    case speechSNR = "speech_snr_db"
    case speechLevel = "speech_level_dbfs"
    case answerPatience = "answer_patience_s"
    case textPatience = "text_patience_s"
    case manualSpeech = "manual_vad_speech_s"
    case manualAudio = "manual_vad_audio_s"
    case activityOpen = "activity_open_s"
    case modelWaits = "model_waits_s"
    // Tools
    case toolSlow = "tool_slow_s"
    case toolMissing = "tool_missing_s"
    case toolBackground = "tool_background_s"
    case toolRepeat = "tool_repeat_s"
    // Usage
    case responseSlow = "response_slow_ms"
    case responseVerySlow = "response_very_slow_ms"
    case responseOutlier = "response_outlier_ms"
    case rebilling = "rebilling_ratio"
    case instructionLength = "instruction_tokens"
}

extension Threshold {
    public var defaultValue: Double {
        switch self {
        case .idleObserved: 60
        // The service ends a session after about 150 s without input; the warning comes while there is time.
        case .idlePredicted: 100
        case .idleLimit: 150
        case .setupTimeout: 10
        case .setupSlow: 3
        case .concurrentSessions: 3
        case .pongOverdue: 15
        case .halfOpen: 10
        case .slowReader: 2
        case .roundTripMedian: 250
        case .roundTripTail: 600
        case .capFrom: 540
        case .capTo: 660
        case .resumptionAdvice: 180
        case .goAwayMargin: 2
        case .resumeTooEarly: 1.6
        case .stormConnections: 3
        case .stormWindow: 30
        case .stormLifetime: 10
        case .contextWarning: 0.7
        case .contextError: 0.9
        case .compressionAdvice: 300
        case .videoRate: 1.5
        case .videoLimit: 90
        case .speechShortest: 300
        case .speechSNR: 10
        case .speechLevel: -50
        case .answerPatience: 5
        case .textPatience: 15
        case .manualSpeech: 3
        case .manualAudio: 10
        case .activityOpen: 20
        case .modelWaits: 8
        case .toolSlow: 3
        case .toolMissing: 15
        case .toolBackground: 60
        case .toolRepeat: 30
        case .responseSlow: 1_500
        case .responseVerySlow: 3_000
        case .responseOutlier: 3_000
        case .rebilling: 5
        case .instructionLength: 8_000
        }
    }
}
