import LiveProtocol
import SessionStore
import Telemetry
import Wording

/// How shipping goes, for `/metrics` and the screen. Counts are those of this process; what waits is the database's.
struct ShipStatus: Sendable {
    var batches: [String: Int64] = ["ok": 0, "retry": 0, "stopped": 0]
    var rows: Int64 = 0
    var requests = BucketCounts(bounds: MetricFamily.shipRequests.bounds)
    var state: OutboxState?
    /// Nil while all goes well.
    var problem: ShipFailure?

    /// Seconds since the oldest row was recorded that is not at the store.
    func lag(at now: Timestamp) -> Double {
        state?.waitingSince.map { max(0, (now - $0).seconds) } ?? 0
    }

    /// What is in the way, in a sentence for people; nil while all goes well.
    var trouble: String? {
        problem.map { "central store: \(ForeignText.clean($0.why)); \(ForeignText.clean($0.cure))" }
    }

    func write(into samples: inout MetricSamples, at now: Timestamp) {
        for (outcome, count) in batches { samples.set(.shipBatches, outcome, to: Double(count)) }
        samples.set(.shipRows, to: Double(rows))
        samples.set(.shipRequests, to: requests)
        samples.set(.shipBacklog, to: Double(state?.waitingRows ?? 0))
        samples.set(.shipLag, to: lag(at: now))
        samples.set(.shipDead, to: Double(state?.deadRows ?? 0))
        samples.set(.shipDropped, "disk_budget", to: Double(state?.droppedRows ?? 0))
        samples.set(.shipFailing, to: problem == nil ? 0 : 1)
    }
}
