import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// Calls that never began because livetop turned them away, as long as that is news: how many, why, what mends it.
struct RefusedCalls: Sendable {
    private let count: Int
    private let latest: Refusal

    /// A call that never began is easily overlooked: for so long after the last one, that is.
    private static let lasts = Duration.seconds(600)

    /// Nil where there are none, or a call of the same client has begun since.
    init?(_ snapshot: FleetSnapshot) {
        guard snapshot.playback == nil else { return nil }
        if case .database = snapshot.process.source { return nil }
        var latest: SessionSummary?
        var count = 0
        var began = Timestamp(nanoseconds: .min)
        // By index: an element in hand is a copy, and there may be thousands.
        let sessions = snapshot.summaries
        for index in sessions.indices {
            let openedAt = sessions[index].openedAt
            guard sessions[index].refusal != nil else {
                if sessions[index].connectionSince != nil { began = max(began, openedAt) }
                continue
            }
            guard sessions[index].refusal?.by == .proxy, snapshot.now - openedAt < Self.lasts else { continue }
            count += 1
            if latest.map({ $0.openedAt < openedAt }) ?? true { latest = sessions[index] }
        }
        guard let latest, let refusal = latest.refusal, began < latest.openedAt else { return nil }
        (self.count, self.latest) = (count, refusal)
    }

    /// The cure comes before the cause: on a narrow screen the end is cut.
    func words(_ privacy: Privacy) -> String {
        let calls = Format.counted(count, "call")
        return "\(calls) refused, \(cure): \(privacy.masked(latest.reason))"
    }

    private var cure: String {
        switch latest.status {
        case 403: "see --allow-origin"
        case 421: "see --allow-host"
        default: "try livetop doctor"
        }
    }
}
