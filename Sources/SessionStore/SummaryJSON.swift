internal import LiveProtocol
internal import SessionModel

/// A session's summary as cached in table `sessions`.
enum SummaryJSON {
    /// Raised whenever the meaning of a field changes, or the model computes one differently: older texts are then as
    /// good as missing, and are made again.
    static let version = 2

    static func encode(_ summary: SessionSummary) throws -> String {
        try EventJSON.text(summary)
    }

    /// Nil for a text of another version or one that cannot be read: a cache may be forgotten.
    static func decode(_ text: String?, version: Int?, id: SessionID) -> SessionSummary? {
        guard let text, version == Self.version else { return nil }
        var summary = try? EventJSON.value(SessionSummary.self, text)
        summary?.id = id
        return summary
    }
}

/// The form on disk: all that `SummaryField` lists. The identifier stands in the row, and is to be set by whoever reads.
extension SessionSummary: Codable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: SummaryField.Key.self)
        for field in SummaryField.all { try field.write(self, &container) }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: SummaryField.Key.self)
        self.init(
            id: SessionID(ConnectionID(rawValue: 0)), activity: .closed, openedAt: Timestamp(nanoseconds: 0))
        for field in SummaryField.all { try field.read(&self, container) }
    }
}
