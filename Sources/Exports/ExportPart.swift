package import Filters
package import LiveProtocol
import SessionModel

/// Which part of a session is exported, before it is known when the session began.
package struct ExportPart {
    /// Where the part begins or ends, as somebody wrote it.
    package enum Bound {
        case offset(Duration)
        case instant(Timestamp)

        func instant(since start: Timestamp) -> Timestamp {
            switch self {
            case .offset(let offset): start + offset
            case .instant(let instant): instant
            }
        }
    }

    /// Nil from the beginning on.
    package var from: Bound?
    /// Nil to the end.
    package var to: Bound?
    /// Instead of both: these turns.
    package var turns: ClosedRange<Int>?
    /// Frames or turns, as the format's `filterScope` says.
    package var filter = Filter.everything

    package init() {}

    /// The part in time; nil for all of the session.
    package func interval(of source: ExportSource) throws -> ClosedRange<Timestamp>? {
        if let turns { return try source.interval(ofTurns: turns) }
        guard from != nil || to != nil, let openedAt = try source.openedAt() else { return nil }
        let start = from?.instant(since: openedAt) ?? Timestamp(nanoseconds: .min)
        let end = to?.instant(since: openedAt) ?? Timestamp(nanoseconds: .max)
        guard start <= end else { throw ExportError.backwards }
        return start...end
    }
}
