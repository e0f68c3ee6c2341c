import Diagnosis
import LiveProtocol
import SessionModel

/// Finds what is wrong in the events that a follower reads, as the proxy does live: soon after what may change the
/// verdict, and once a second.
struct LiveFindings {
    private var diagnosed = DiagnosedFleet()
    private var news = FindingNews()

    var fleet: Fleet { diagnosed.fleet }

    mutating func apply(_ fact: LiveEvent) { diagnosed.apply(fact) }

    /// Warnings and errors that were not there before and that are wanted; a prediction that has come true is there
    /// again.
    mutating func look(
        at now: Timestamp, where isWanted: (FindingNews.Item, SessionState?) -> Bool
    ) -> [LiveLine] {
        guard diagnosed.diagnose(at: now) else { return [] }
        let ill = diagnosed.findings.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        let view = ill.compactMap { id, findings in fleet[id].map { ($0.summary(at: now), findings) } }
        return news.take(view).filter { isWanted($0, fleet[$0.session]) }.map { LiveLine($0, at: now) }
    }
}

extension LiveLine {
    fileprivate init(_ item: FindingNews.Item, at now: Timestamp) {
        let finding = item.finding
        let name = [finding.rule.rawValue, finding.variant].compactMap(\.self).joined(separator: "/")
        let kind = finding.isPrediction ? "\(finding.severity.rawValue), foreseen" : finding.severity.rawValue
        self.init(
            session: item.session, connection: finding.connection ?? item.session.firstConnection,
            sequence: finding.evidence.last?.sequence ?? 0, at: now, offset: now - item.start,
            words: LiveWords(
                nil, "finding", "\(kind): \(finding.title)  [\(name)]",
                [("finding", FindingDocument(start: item.start).json(finding))]))
    }
}
