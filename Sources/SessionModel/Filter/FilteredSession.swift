public import LiveProtocol

/// A session as a filter sees it: by its summary, at one instant, and by what was found in its recording.
public struct FilteredSession: FilterSubject {
    public let summary: SessionSummary
    public let now: Timestamp
    /// The texts that occur in what was said in it: a search has to tell (`TextIndex.sessions(for:)`), the summary
    /// does not know.
    public let found: Set<TextTest>

    public init(_ summary: SessionSummary, at now: Timestamp, found: Set<TextTest> = []) {
        self.summary = summary
        self.now = now
        self.found = found
    }

    public func holds(_ test: TextTest) -> Bool { found.contains(test) || hasText { test.occurs(in: $0) } }

    public func values(of key: FilterKey.ID) -> [FilterValue] {
        switch key {
        case .tag: .word(summary.tag)
        case .id: .word(summary.id.description)
        case .model: .word(summary.model.map(ModelTable.bareID))
        case .state: .word(summary.activity.rawValue)
        case .age: .seconds(summary.closedAt == nil ? now - summary.openedAt : summary.length)
        case .by: .word((summary.closure?.by ?? summary.refusal?.by)?.rawValue)
        case .reason: .word(summary.refusal?.reason ?? summary.closure?.reason ?? summary.closure?.detail)
        case .is: flags
        case .has: .words([("drops", summary.droppedFrames > 0), ("usage", summary.usedTokens != nil)])
        default: counts(of: key)
        }
    }

    private func counts(of key: FilterKey.ID) -> [FilterValue] {
        switch key {
        case .tokens: .number(summary.usedTokens)
        case .context: .number(share)
        case .turns: .number(summary.turns)
        case .interruptions: .number(summary.interruptions)
        case .connections: .number(summary.connections)
        case .frames: .number(summary.frames)
        case .bytes: .number(Double(summary.bytesUp) + Double(summary.bytesDown))
        case .close: .number(summary.closure?.code?.rawValue)
        case .status: .number(summary.refusal?.status)
        default: []
        }
    }

    private var share: Double? {
        guard let used = summary.usedTokens, let limit = summary.limitTokens, limit > 0 else { return nil }
        return Double(used) / Double(limit)
    }

    private var flags: [FilterValue] {
        .words([
            (summary.activity.rawValue, true), ("open", summary.closedAt == nil),
            ("interrupted", summary.interruptions > 0), ("refused", summary.refusal != nil),
            ("incomplete", summary.droppedFrames > 0),
        ])
    }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool {
        let texts = [
            summary.tag, summary.id.description, summary.model, summary.activity.rawValue, summary.closure?.reason,
            summary.closure?.detail, summary.refusal?.reason,
        ]
        return texts.contains { $0.map { test(.string($0)) } ?? false }
    }
}
