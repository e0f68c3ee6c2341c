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
    case jitterTail = "jitter_max_ms"
    case stallCount = "stalls_per_min"
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
    // Audio transport
    case chunkInfo = "chunk_info_ms"
    case chunkWarning = "chunk_warning_ms"
    case chunkError = "chunk_error_ms"
    case chunkShortest = "chunk_shortest_ms"
    case burstCount = "burst_count"
    case aheadWarning = "ahead_warning_s"
    case aheadError = "ahead_error_s"
    case rateTolerance = "rate_tolerance_ratio"
    case rateVariation = "rate_variation_ratio"
    // Audio quality
    case activeSpeech = "active_speech_s"
    case clippingWarning = "clipping_warning_ratio"
    case clippingError = "clipping_error_ratio"
    case clippedRuns = "clipped_runs_per_s"
    case levelWarning = "level_warning_dbfs"
    case levelError = "level_error_dbfs"
    case zeroRatio = "zero_ratio"
    case digitalSilence = "digital_silence_s"
    case nearSilence = "near_silence_s"
    case noiseWarning = "noise_warning_db"
    case noiseError = "noise_error_db"
    case noiseFloor = "noise_floor_dbfs"
    case flatTopShare = "flat_top_ratio"
    case flatTopContrast = "flat_top_contrast_ratio"
    case humShare = "hum_ratio"
    case offsetInfo = "offset_info_ratio"
    case offsetWarning = "offset_warning_ratio"
    case bandEdge = "band_edge_hz"
    case gapCount = "gaps_per_min"
    case holeCount = "holes_per_min"
    case gapError = "gap_error_ratio"
    // Interruption
    case bargeInSlow = "barge_in_slow_ms"
    case bargeInVerySlow = "barge_in_very_slow_ms"
    case lateAudio = "late_audio_ms"
    case backlogExposure = "backlog_exposure_ms"
    case echoScore = "echo_correlation_ratio"
    case falseInterrupts = "false_interrupt_count"
    case falseInterruptWarning = "false_interrupt_warning_ratio"
    case falseInterruptError = "false_interrupt_error_ratio"
    // Playback
    case underruns = "underrun_count"
    case starvedWarning = "starved_warning_ms"
    case starvedError = "starved_error_ms"
    case backlogLarge = "backlog_large_s"
    case outputSilence = "output_silence_s"
    case outputMonotony = "output_monotony_s"
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
        case .jitterTail: 250
        case .stallCount: 3
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
        case .chunkInfo: 100
        case .chunkWarning: 200
        case .chunkError: 1_000
        case .chunkShortest: 10
        case .burstCount: 3
        case .aheadWarning: 5
        case .aheadError: 45
        case .rateTolerance: 0.04
        case .rateVariation: 0.1
        case .activeSpeech: 5
        case .clippingWarning: 0.001
        case .clippingError: 0.01
        case .clippedRuns: 3
        case .levelWarning: -45
        case .levelError: -55
        case .zeroRatio: 0.99
        case .digitalSilence: 5
        case .nearSilence: 20
        case .noiseWarning: 15
        case .noiseError: 10
        case .noiseFloor: -45
        case .flatTopShare: 0.000_5
        case .flatTopContrast: 10
        case .humShare: 0.5
        case .offsetInfo: 0.01
        case .offsetWarning: 0.05
        case .bandEdge: 4_200
        case .gapCount: 3
        case .holeCount: 5
        case .gapError: 0.05
        case .bargeInSlow: 1_000
        case .bargeInVerySlow: 2_000
        case .lateAudio: 200
        case .backlogExposure: 1_000
        case .echoScore: 0.6
        case .falseInterrupts: 2
        case .falseInterruptWarning: 0.2
        case .falseInterruptError: 0.5
        case .underruns: 2
        case .starvedWarning: 300
        case .starvedError: 1_500
        case .backlogLarge: 3
        case .outputSilence: 3
        case .outputMonotony: 2
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
