import Diagnosis
import LiveProtocol

/// When each finding of a session was first to be seen, in that order, and how bad it came to be.
struct FindingSightings {
    struct Sighting: Hashable {
        let finding: Finding.Key
        let at: Timestamp
        fileprivate(set) var severity: Severity
    }

    private(set) var all: [Sighting] = []
    private var places: [Finding.Key: Int] = [:]

    mutating func note(_ findings: [Finding], at now: Timestamp) {
        for finding in findings {
            if let place = places[finding.key] {
                all[place].severity = max(all[place].severity, finding.severity)
            } else {
                places[finding.key] = all.count
                all.append(Sighting(finding: finding.key, at: now, severity: finding.severity))
            }
        }
    }

    /// What is worth looking at first: the first error, else the first warning; nil without either.
    var worst: Sighting? { all.first { $0.severity == .error } ?? all.first { $0.severity == .warning } }
}
