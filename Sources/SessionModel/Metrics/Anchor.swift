/// Between which event and the model's reaction a latency was taken. Latencies with different anchors do not compare.
public enum Anchor: String, CaseIterable, Codable, Hashable, Sendable {
    /// `activityStart` or `activityEnd` of the client.
    case clientVAD = "vad.client"
    /// Speech found by energy in the input audio.
    case localVAD = "vad.local"
    /// Voice activity of the server, mapped to the arrival of that input sample by `audioOffset`.
    case serverVAD = "vad.server"
    /// Arrival of the server's voice activity signal, where it names no offset: a lower bound on latency.
    case serverSignal = "vad.server.signal"
    /// Last piece of the input transcript; lags by 0.5 to 2 s.
    case transcript
    /// The last text of the user.
    case text
    /// The last `toolResponse`.
    case tool

    /// How a latency that starts here came about, its end being an event on the wire.
    public var exactness: Exactness {
        switch self {
        case .clientVAD, .text, .tool: .exact
        case .serverVAD: .derived
        case .localVAD: .estimated
        // They tell that the user has ended, some time after it.
        case .serverSignal, .transcript: .biased
        }
    }
}
