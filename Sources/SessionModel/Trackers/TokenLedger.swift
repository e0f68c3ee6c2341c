public import LiveProtocol

/// Tokens: what is in the context now, what was billed so far, where the limit is (`live-protocol.md` §6.4).
public struct TokenLedger: Hashable, Sendable {
    /// Tokens in the context after the last generation; nil before the first usage message.
    public private(set) var context: Int64?
    /// The same by modality.
    public private(set) var contextByModality = TokenCounts()
    /// When `context` was reported.
    public private(set) var reportedAt: Timestamp?
    /// Sums over all usage messages of the session, all its connections included.
    public private(set) var billedInput = TokenCounts()
    public private(set) var billedOutput = TokenCounts()
    /// Part of `billedOutput`: thinking, which is billed as text.
    public private(set) var billedThoughts: Int64 = 0
    /// Part of `billedInput`: read from the service's cache.
    public private(set) var billedCached: Int64 = 0
    /// Usage messages seen.
    public private(set) var reports: Int64 = 0
    /// Turns in which several snapshots of the same growing count came: only the last was billed.
    public private(set) var multiSnapshotTurns: Int64 = 0
    /// Turns that completed without any usage message: what was billed for them is not known.
    public private(set) var turnsWithoutUsage: Int64 = 0
    /// The model's limit; nil for a model that no table entry and no family matches.
    public private(set) var limit: ContextLimit?
    /// Context compression as asked for, with the documented default trigger where the setup names none.
    public private(set) var compressionTrigger: Int64?
    /// Tokens that compression leaves; half the trigger where the setup names none.
    public private(set) var compressionTarget: Int64?
    /// How often the prompt shrank within a connection, and when last.
    public private(set) var compressions: Int64 = 0
    public private(set) var lastCompressionAt: Timestamp?

    /// What the last usage message of the turn in progress added; nil before its first.
    private var counted: UsageMetadata?
    private var isMultiSnapshotTurn = false
    /// Prompt of the last usage message on this connection, against which compression shows.
    private var lastPrompt: Int64?
    private let models: ModelTable

    public init(models: ModelTable = .builtIn) { self.models = models }

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {
        switch event.kind {
        case .client(.setup(let setup)): begin(setup)
        case .server(.usage(let usage)): add(usage, at: event.at)
        case .server(.turnComplete): endTurn()
        // A connection's first prompt may be smaller than the last one of the connection before.
        case .wire(.closed): lastPrompt = nil
        default: break
        }
    }

    private mutating func begin(_ setup: Setup) {
        limit = setup.model.flatMap(models.limit)
        // Without a trigger the service compresses at 80 % of the window (`live-protocol.md` §4).
        compressionTrigger = setup.compression.flatMap { $0.triggerTokens ?? limit.map { $0.tokens / 5 * 4 } }
        compressionTarget = setup.compression.flatMap { $0.targetTokens ?? compressionTrigger.map { $0 / 2 } }
    }

    private mutating func add(_ usage: UsageMetadata, at instant: Timestamp) {
        reports += 1
        noteCompression(usage, at: instant)
        // Later snapshots of a turn that are no smaller in any field count again what the earlier ones counted.
        if let counted, usage.covers(counted) {
            bill(counted, by: -)
            if !isMultiSnapshotTurn { multiSnapshotTurns += 1 }
            isMultiSnapshotTurn = true
        }
        bill(usage, by: +)
        counted = usage
        // A report without counts says nothing about the context, least of all that it is empty.
        guard usage.context > 0 else { return }
        context = usage.context
        contextByModality = usage.input + usage.output
        reportedAt = instant
    }

    private mutating func noteCompression(_ usage: UsageMetadata, at instant: Timestamp) {
        guard usage.prompt > 0 else { return }
        // Within a turn a smaller prompt is another generation's, not a compressed context.
        if counted == nil, let lastPrompt, usage.prompt < lastPrompt {
            compressions += 1
            lastCompressionAt = instant
        }
        lastPrompt = usage.prompt
    }

    private mutating func bill(_ usage: UsageMetadata, by combine: (TokenCounts, TokenCounts) -> TokenCounts) {
        billedInput = combine(billedInput, usage.input)
        billedOutput = combine(billedOutput, usage.output)
        billedThoughts = combine(TokenCounts(text: billedThoughts), TokenCounts(text: max(usage.thoughts, 0))).text
        billedCached = combine(TokenCounts(text: billedCached), TokenCounts(text: max(usage.cached, 0))).text
    }

    private mutating func endTurn() {
        if counted == nil { turnsWithoutUsage += 1 }
        counted = nil
        isMultiSnapshotTurn = false
    }

    /// Share of the limit that is used; may exceed 1, prompts above the nominal limit were seen.
    public var occupancy: Double? {
        guard let context, let limit, limit.tokens > 0 else { return nil }
        return Double(context) / Double(limit.tokens)
    }
}

extension UsageMetadata {
    /// Prompt and tool-use prompt.
    fileprivate var input: TokenCounts {
        TokenCounts(total: prompt, details: promptDetails)
            + TokenCounts(total: toolUsePrompt, details: toolUsePromptDetails)
    }

    /// Response and thoughts, the latter as the text they are billed as.
    fileprivate var output: TokenCounts {
        TokenCounts(total: response, details: responseDetails) + TokenCounts(text: max(thoughts, 0))
    }

    /// No count is below that of `other`.
    fileprivate func covers(_ other: UsageMetadata) -> Bool {
        prompt >= other.prompt && cached >= other.cached && response >= other.response
            && toolUsePrompt >= other.toolUsePrompt && thoughts >= other.thoughts
    }
}
