package import Diagnosis
package import LiveProtocol
package import SessionModel

/// Which findings were not there before.
package struct FindingNews {
    package init() {}

    /// A finding, and whose.
    package struct Item {
        package var session: SessionID
        package var tag: String?
        package var start: Timestamp
        package var finding: Finding
    }

    private var known: Set<Known> = []

    /// A prediction that has come true is told again: it is no longer one.
    private struct Known: Hashable {
        var session: SessionID
        var key: Finding.Key
        var isPrediction: Bool
    }

    /// Warnings and errors that are new since the last call, the worst of each session first.
    package mutating func take(_ view: [(session: SessionSummary, findings: [Finding])]) -> [Item] {
        forgetOthers(than: view)
        return view.flatMap { session, findings in
            findings.filter { $0.severity >= .warning && isNew($0, in: session.id) }.map {
                Item(session: session.id, tag: session.tag, start: session.openedAt, finding: $0)
            }
        }
    }

    /// What the fleet has forgotten does not come again.
    private mutating func forgetOthers(than view: [(session: SessionSummary, findings: [Finding])]) {
        let ids = Set(view.map(\.session.id))
        known = known.filter { ids.contains($0.session) }
    }

    private mutating func isNew(_ finding: Finding, in session: SessionID) -> Bool {
        known.insert(Known(session: session, key: finding.key, isPrediction: finding.isPrediction)).inserted
    }
}
