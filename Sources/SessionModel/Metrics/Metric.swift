/// The quantities that have percentiles, named as in `stats --json`, `check`, the filter and the Metrics screen.
public enum Metric: String, CaseIterable, Hashable, Sendable {
    /// `setup` forwarded → `setupComplete`.
    case setup = "setup_ms"
    /// The user's end, by the anchor given with the sample → first model audio (or text, in a text session).
    case response = "response_ms"
    /// First model audio → its first audible sample.
    case leadingSilence = "leading_silence_ms"
    /// The user's onset during playback, by the anchor given with the sample → `interrupted`.
    case bargeIn = "bargein_ms"
    /// `interrupted` → last model audio of that turn; 0 when none came after it.
    case stop = "stop_ms"
    /// Model audio delivered and not yet played at `interrupted`.
    case backlog = "backlog_ms"
    /// `toolCall` → `toolResponse`.
    case tool = "tool_ms"
    /// Last use of the old connection → `setupComplete` of the new one.
    case resumeGap = "resume_gap_ms"
    /// Length of an input audio message.
    case chunk = "chunk_ms"
    /// How far apart input audio messages came from their own length, p95 of which is the jitter.
    case jitter = "jitter_ms"
    /// Signal-to-noise ratio of a speech segment of the input.
    case snr = "snr_db"
    /// Model audio received in a turn ÷ the time it took to come; above 1 is faster than real time.
    case realTimeFactor = "rtf"
    /// Context used ÷ the model's limit, after each usage message.
    case contextRatio = "context_ratio"
    /// What the session has cost, after each usage message, where all its prices are known.
    case cost = "cost_usd"
}
