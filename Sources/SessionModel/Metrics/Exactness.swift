/// How a value came about (`docs/metrics.md`).
public enum Exactness: String, CaseIterable, Hashable, Sendable {
    /// Two events that livetop saw, and nothing else.
    case exact
    /// Exact events and an assumption about media time, such as that the client plays at once.
    case derived
    /// Signal processing, or a model of what livetop cannot see.
    case estimated
}

extension Exactness: Comparable {
    /// The less certain of two is the greater: a sum is as uncertain as its worst part.
    public static func < (left: Exactness, right: Exactness) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .exact: 0
        case .derived: 1
        case .estimated: 2
        }
    }
}
