public import SessionStore

/// How much of each frame leaves the machine.
public enum ShipPayload: String, CaseIterable, Hashable, Sendable {
    /// That a frame crossed, when, and how large it was.
    case none
    /// Besides, its text: transcripts, tools, setups; no sound and no images.
    case noAudio = "no-audio"
    /// All of it.
    case full

    public static let standard = ShipPayload.noAudio

    public var captureLevel: CaptureLevel {
        switch self {
        case .none: .meta
        case .noAudio: .noAudio
        case .full: .full
        }
    }

    /// The level of what was recorded at `capture` and sent like this: the lesser of the two.
    func level(recordedAt capture: String) -> String {
        let order: [CaptureLevel] = [.meta, .noAudio, .full]
        guard let recorded = CaptureLevel(rawValue: capture), let place = order.firstIndex(of: recorded),
            let own = order.firstIndex(of: captureLevel)
        else { return captureLevel.rawValue }
        return order[min(place, own)].rawValue
    }
}
