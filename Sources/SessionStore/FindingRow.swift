public import LiveProtocol

/// One finding, as a row of table `findings`. Its words are those of `docs/rules.md`.
public struct FindingRow: Hashable, Sendable {
    public var rule: String
    public var variant: String?
    public var severity: String
    public var confidence: Confidence
    /// It has not happened yet.
    public var isPrediction: Bool
    public var from: Timestamp
    public var to: Timestamp
    public var times: Int
    public var resolvedAt: Timestamp?
    public var connection: ConnectionID?
    /// The first frame that proves it, else the first instant.
    public var evidence: Evidence?
    public var title: String?
    public var cause: String?
    public var fix: String?
    /// The rule whose finding explains this one; nil for one that counts by itself.
    public var explainedBy: String?

    public struct Evidence: Hashable, Sendable {
        public var connection: ConnectionID
        public var sequence: Int64?
        public var at: Timestamp
        public var note: String?

        public init(connection: ConnectionID, sequence: Int64?, at: Timestamp, note: String?) {
            self.connection = connection
            self.sequence = sequence
            self.at = at
            self.note = note
        }
    }

    public init(
        rule: String, variant: String?, severity: String, confidence: Confidence, isPrediction: Bool, from: Timestamp,
        to: Timestamp, times: Int, resolvedAt: Timestamp?, connection: ConnectionID?, evidence: Evidence?,
        title: String?, cause: String?, fix: String?, explainedBy: String?
    ) {
        self.rule = rule
        self.variant = variant
        self.severity = severity
        self.confidence = confidence
        self.isPrediction = isPrediction
        self.from = from
        self.to = to
        self.times = times
        self.resolvedAt = resolvedAt
        self.connection = connection
        self.evidence = evidence
        self.title = title
        self.cause = cause
        self.fix = fix
        self.explainedBy = explainedBy
    }
}
