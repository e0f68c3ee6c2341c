import SessionStore

/// What `--capture` says.
enum CaptureSetting: String, CaseIterable, Sendable {
    case full
    case noAudio = "no-audio"
    case meta
    /// The bare relay: nothing is looked at, recorded or shown. For `make bench`; no help mentions it.
    case off

    /// What is written to disk; nil for nothing.
    var recorded: CaptureLevel? {
        switch self {
        case .full: .full
        case .noAudio: .noAudio
        case .meta: .meta
        case .off: nil
        }
    }
}
