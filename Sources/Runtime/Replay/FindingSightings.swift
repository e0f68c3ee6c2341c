import Diagnosis
import LiveProtocol

/// When each finding of a session was first to be seen, in that order.
struct FindingSightings {
    private(set) var all: [(finding: Finding.Key, at: Timestamp)] = []
    private var known: Set<Finding.Key> = []

    mutating func note(_ findings: [Finding], at now: Timestamp) {
        for finding in findings where known.insert(finding.key).inserted { all.append((finding.key, now)) }
    }
}
