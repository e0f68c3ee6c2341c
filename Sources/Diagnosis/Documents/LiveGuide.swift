/// The guide of the Live API.
enum LiveGuide: String, CaseIterable {
    case audioFormats = "audio formats 16 k in / 24 k out"
    case oneModality = "one response modality per config"
    case toolsPause = "tool execution pauses until results"
    case audioAndTools = "audio weakens function calling"
    case interruption = "interruption cancels generation and pending calls (ids)"
    case audioStreamEnd = "audioStreamEnd when paused >1 s; not with manual VAD"
    case usage = "usageMetadata"
    case resumption = "resumption, stored 24 h"
    case goAway = "goAway timeLeft, ABORTED"
    case generationComplete = "generationComplete"
    case compression = "compression avoids abrupt termination"
    case mediaResolution = "media resolution 66/256 tokens"
    case serverToServer = "server-to-server authentication only"
    case sessionLimits = "15 min audio / 2 min audio+video"
    case context = "32 k context"
}
