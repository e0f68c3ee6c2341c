import LiveProtocol

/// Live Interactions count from the beginning of the interaction: what a report adds to the one before, whichever of the
/// session's connections that came on.
struct InteractionTotals: Codable, Hashable, Sendable {
    private var last: UsageMetadata?

    /// The event with counts of its own.
    mutating func parted(_ event: LiveEvent) -> LiveEvent? {
        guard case .server(.usage(let usage)) = event.kind, usage.scope != .generation else { return event }
        guard usage.scope == .total else {
            last = last.map { $0.adding(usage) } ?? usage
            return event
        }
        // A count that went down is of something else.
        let part = last.flatMap { usage.covers($0) ? usage.subtracting($0) : nil } ?? usage
        last = usage
        guard part.context > 0 else { return nil }
        var event = event
        event.kind = .server(.usage(part))
        return event
    }
}

extension UsageMetadata {
    func adding(_ other: UsageMetadata) -> UsageMetadata { combined(other) { $0.addingClamped($1) } }

    func subtracting(_ other: UsageMetadata) -> UsageMetadata {
        combined(other) { max($0.subtractingClamped($1), 0) }
    }

    /// No count is below that of `other`.
    func covers(_ other: UsageMetadata) -> Bool {
        prompt >= other.prompt && cached >= other.cached && response >= other.response
            && toolUsePrompt >= other.toolUsePrompt && thoughts >= other.thoughts
    }

    private func combined(_ other: UsageMetadata, _ combine: (Int64, Int64) -> Int64) -> UsageMetadata {
        var result = UsageMetadata(
            prompt: combine(prompt, other.prompt), cached: combine(cached, other.cached),
            response: combine(response, other.response), toolUsePrompt: combine(toolUsePrompt, other.toolUsePrompt),
            thoughts: combine(thoughts, other.thoughts), tier: tier)
        result.scope = .part
        result.promptDetails = Self.combined(promptDetails, other.promptDetails, combine)
        result.cachedDetails = Self.combined(cachedDetails, other.cachedDetails, combine)
        result.responseDetails = Self.combined(responseDetails, other.responseDetails, combine)
        result.toolUsePromptDetails = Self.combined(toolUsePromptDetails, other.toolUsePromptDetails, combine)
        return result
    }

    private static func combined(
        _ ours: [ModalityTokens], _ theirs: [ModalityTokens], _ combine: (Int64, Int64) -> Int64
    ) -> [ModalityTokens] {
        Modality.allCases.compactMap { modality in
            let sums = [ours, theirs].map { list in
                list.reduce(into: Int64(0)) { if $1.modality == modality { $0 = $0.addingClamped($1.count) } }
            }
            let count = combine(sums[0], sums[1])
            return count > 0 ? ModalityTokens(modality, count) : nil
        }
    }
}
