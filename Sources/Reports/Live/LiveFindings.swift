import Diagnosis
package import LiveProtocol
import SessionModel

extension LiveLine {
    /// A finding that is new.
    package init(_ item: FindingNews.Item, at now: Timestamp) {
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
