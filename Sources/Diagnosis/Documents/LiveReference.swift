/// The reference of the Live API.
enum LiveReference: String, CaseIterable {
    case families = "model families, 128 k / 32 k"
    case voices = "voices by family"
    case oneModality = "one modality per session"
    case mimeType = "MIME `audio/pcm;rate=16000`"
    case vadSettings = "VAD sensitivity, padding, silence"
    case activityMarks = "manual VAD markers"
    case toolIDs = "tool response id and name; cancellation ids"
    case compression = "compression target/trigger"
    case handle = "resumption handle"
    case ephemeralTokens = "ephemeral tokens: uses, expiry, v1alpha, Live only"
    case alphaFields = "affective dialog / proactive audio need v1alpha"
    case languageCodes = "native audio does not take language codes"
    case sessionLimits = "session 15/2 min, connection ~10 min"
    case messages = "goAway, interrupted, toolCallCancellation handling"
    case usage = "monitor usage"
    case security = "security: short expiry, not for backends"
}
