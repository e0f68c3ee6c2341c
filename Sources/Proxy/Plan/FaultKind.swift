public import LiveProtocol

/// What can be done to a call (`docs/faults.md`). Towards the service nothing is invented: what is said there is late, kept
/// back, said twice or sounds different.
public enum FaultKind: Hashable, Sendable {
    /// `goAway`, and after the time that it leaves a close; nil leaves the connection open.
    case goAway(timeLeft: Duration, then: CloseCode?)
    /// A close frame as the service would send it.
    case close(CloseCode, reason: String)
    case reset, fin, halfClose
    /// Half of the next message, and the end of the connection behind it.
    case truncate
    /// The upgrade is answered with this HTTP status.
    case refuse(status: Int)
    case delay(Duration)
    /// Each message late by chance, by so much at most; the order is kept.
    case jitter(Duration)
    case throttle(bytesPerSecond: Int)
    case stall
    case drop(FaultSelector)
    /// One message comes so much later than what follows it.
    case hold(FaultSelector, Duration)
    case duplicate(FaultSelector)
    /// A message changes places with the next one.
    case reorder(FaultSelector)
    /// A setup with a handle is answered as one whose session is gone.
    case resumeRefused
    /// No `sessionResumptionUpdate` arrives.
    case handleWithheld
    /// The next usage says that so many tokens are in the context.
    case usageJump(tokens: Int64)
    case interrupted
    /// A call of a function: the named one, else the first that the client declared.
    case toolCall(name: String?)
    /// Cancels the call that is waiting for an answer, or the next one.
    case toolCancel
    /// White noise in the user's audio, at a level in dBFS.
    case noise(level: Double)
    case gain(decibels: Double)
    /// So many of a hundred chunks of the user's audio become silence.
    case loss(percent: Double)
    /// The model's audio becomes silence of the same length.
    case silence
    /// The next message of the service has a field that nobody knows.
    case unknownField
    /// No pong reaches the client.
    case pingTimeout

    public var name: FaultName {
        switch self {
        case .goAway: .goaway
        case .close: .close
        case .reset: .reset
        case .fin: .fin
        case .halfClose: .halfClose
        case .truncate: .truncate
        case .refuse: .refuse
        case .delay: .delay
        case .jitter: .jitter
        case .throttle: .throttle
        case .stall: .stall
        case .drop: .drop
        case .hold: .hold
        case .duplicate: .duplicate
        case .reorder: .reorder
        case .resumeRefused: .resumeRefused
        case .handleWithheld: .handleWithheld
        case .usageJump: .usageJump
        case .interrupted: .interrupted
        case .toolCall: .toolCall
        case .toolCancel: .toolCancel
        case .noise: .noise
        case .gain: .gain
        case .loss: .loss
        case .silence: .silence
        case .unknownField: .unknownField
        case .pingTimeout: .pingTimeout
        }
    }
}
