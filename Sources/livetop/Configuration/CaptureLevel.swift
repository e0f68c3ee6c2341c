/// How much of a call is written to disk.
enum CaptureLevel: String, CaseIterable, Sendable {
    /// Every payload.
    case full
    /// Every payload, audio and video taken out of it.
    case noAudio = "no-audio"
    /// No payloads: times, sizes and kinds of frames.
    case meta
    /// Nothing is recorded and nothing reaches the screen: the bare relay, for measurements.
    case off

    /// What people are offered; `off` is for `make bench`.
    static let offered: [CaptureLevel] = [.full, .noAudio, .meta]
}
