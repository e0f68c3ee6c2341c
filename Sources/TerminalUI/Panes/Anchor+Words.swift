import SessionModel

extension Anchor {
    /// What a latency is counted from, behind "since" and "from", in at most seventeen columns.
    var words: String {
        switch self {
        case .clientVAD: "the app's signal"
        case .localVAD: "speech heard here"
        case .serverVAD: "service's timing"
        case .serverSignal: "service's signal"
        case .transcript: "the transcript"
        case .text: "the text"
        case .tool: "the tool's answer"
        }
    }
}

extension Exactness {
    /// How far a value can be trusted.
    var words: String {
        switch self {
        case .exact: "exact"
        case .derived: "calculated"
        case .estimated: "estimated"
        case .biased: "a lower bound"
        }
    }
}
