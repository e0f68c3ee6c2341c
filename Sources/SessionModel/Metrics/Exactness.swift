/// How a value came about (`docs/metrics.md`).
public enum Exactness: String, CaseIterable, Hashable, Sendable {
    /// Two events that livetop saw, and nothing else.
    case exact
    /// Exact events and an assumption about media time, such as that the client plays at once.
    case derived
    /// Signal processing, or a model of what livetop cannot see.
    case estimated
    /// Exact events, of which the first comes later than what it stands for: what is counted from it reads too short, by
    /// 0.5 to 2 s from a transcript.
    case biased

    /// What stands before such a value where people read it.
    public var mark: String {
        switch self {
        case .exact, .derived: ""
        case .estimated: "~"
        case .biased: "≥"
        }
    }
}

extension Exactness: Comparable {
    /// The less certain of two is the greater: a sum is as uncertain as its worst part.
    public static func < (left: Exactness, right: Exactness) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .exact: 0
        case .derived: 1
        case .estimated: 2
        case .biased: 3
        }
    }
}
