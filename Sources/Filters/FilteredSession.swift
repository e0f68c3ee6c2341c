public import LiveProtocol
public import SessionModel

/// A session as a filter sees it: by its summary, at one instant, and by what the summary does not know.
public struct FilteredSession: FilterSubject {
    public let summary: SessionSummary
    public let now: Timestamp
    /// The texts that occur in what was said in it: a search has to tell (`TextIndex.sessions(for:)`).
    public let texts: Set<TextTest>
    /// Somebody has marked the session as a whole.
    public let isMarked: Bool
    /// Ids of what is wrong with it, with and without the case; nil while no rule has looked at it.
    public let findings: [String]?

    public init(
        _ summary: SessionSummary, at now: Timestamp, texts: Set<TextTest> = [], isMarked: Bool, findings: [String]?
    ) {
        self.summary = summary
        self.now = now
        self.texts = texts
        self.isMarked = isMarked
        self.findings = findings
    }

    public static func getter<Value>(
        among getters: FilterGetters<Value>
    ) -> (@Sendable (FilteredSession) -> Value?)? { getters.sessions }

    public func holds(_ test: TextTest) -> Bool { texts.contains(test) || hasText { test.occurs(in: $0) } }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool {
        let texts = [
            summary.tag, summary.id.description, summary.model, summary.activity.rawValue, summary.closure?.reason,
            summary.closure?.detail, summary.refusal?.reason,
        ]
        return texts.contains { $0.map { test(.string($0)) } ?? false }
    }
}

// MARK: - What the table asks

extension FilteredSession {
    /// Nil while nobody has looked.
    func contains(_ content: MessageContents) -> Bool? { summary.contents?.contains(content) }

    var age: Duration? { summary.closedAt == nil ? now - summary.openedAt : summary.length }

    /// Of the context.
    var share: Double? {
        guard let used = summary.usedTokens, let limit = summary.limitTokens, limit > 0 else { return nil }
        return Double(used) / Double(limit)
    }

    var byteCount: Double { Double(summary.bytesUp) + Double(summary.bytesDown) }

    var endedBy: Party? { summary.closure?.by ?? summary.refusal?.by }

    var reason: String? { summary.refusal?.reason ?? summary.closure?.reason ?? summary.closure?.detail }
}
