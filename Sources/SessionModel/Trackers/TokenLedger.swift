public import LiveProtocol

/// Tokens: what is in the context now, what was billed so far, where the limit is (`docs/protocol.md#tokens`).
public struct TokenLedger: Codable, Hashable, Sendable {
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

    /// What turns without any usage message may have cost: an estimate from seconds of audio, images and letters.
    public private(set) var estimatedInput = TokenCounts()
    public private(set) var estimatedOutput = TokenCounts()
    /// Tokens of the latest turns.
    public private(set) var turns = Ring<TurnTokens>(capacity: 100)
    /// What was billed before the model changed; nil when some of it has no price.
    private var pastCost: Double? = 0
    private var pastBills: [ModelBill] = []
    private var pastInput = TokenCounts()
    private var pastOutput = TokenCounts()
    private var model: String?
    /// Of that model, where they are known.
    private var modelPrices: ModelPrices?
    private var growth = ContextGrowth()
    /// Media since the last usage message.
    private var media = MediaTokens()
    private var imageTokens = MediaTokens.perImage(nil)
    /// What the turn in progress was billed.
    private var turn = TurnTokens(index: 0)

    /// What the last usage message of the turn in progress added; nil before its first.
    private var counted: UsageMetadata?
    private var isMultiSnapshotTurn = false
    /// Prompt of the last usage message on this connection, against which compression shows.
    private var lastPrompt: Int64?
    /// What is known of models, for whoever asks more of one than its limit.
    public let models: ModelTable
    private let prices: PriceTable
    /// Whose prices count; nil where nobody knows when the call was made.
    public private(set) var day: CalendarDay?

    /// - Parameter day: that of the call.
    public init(models: ModelTable = .builtIn, prices: PriceTable = .builtIn, day: CalendarDay? = nil) {
        self.models = models
        self.prices = prices
        self.day = day
    }

    /// Nobody knows when the call was made.
    mutating func forgetDay() { day = nil }

    /// - Parameter turnIndex: number of the turn in progress, or of the one that the event completes.
    mutating func apply(_ event: LiveEvent, turnIndex: Int, _ metrics: inout MetricLog) {
        media.apply(event.kind, image: imageTokens)
        switch event.kind {
        case .client(.setup(let setup)): begin(setup)
        case .server(.usage(let usage)):
            add(usage, at: event.at)
            record(at: event.at, &metrics)
        case .server(.turnComplete): endTurn(turnIndex)
        // A connection's first prompt may be smaller than the last one of the connection before.
        case .wire(.closed): lastPrompt = nil
        default: break
        }
    }

    private mutating func begin(_ setup: Setup) {
        limit = setup.model.flatMap(models.limit)
        imageTokens = MediaTokens.perImage(setup.generation.mediaResolution)
        if setup.model != model { changeModel(setup.model) }
        // Without a trigger the service compresses at 80 % of the window (`docs/protocol.md#setup-and-its-defaults`).
        compressionTrigger = setup.compression.flatMap { $0.triggerTokens ?? limit.map { $0.tokens / 5 * 4 } }
        compressionTarget = setup.compression.flatMap { $0.targetTokens ?? compressionTrigger.map { $0 / 2 } }
    }

    private mutating func add(_ usage: UsageMetadata, at instant: Timestamp) {
        reports += 1
        noteCompression(usage, at: instant)
        // Later snapshots of a turn that are no smaller in any field count again what the earlier ones counted.
        if usage.scope == .generation, let counted, usage.covers(counted) {
            bill(counted, by: -)
            if !isMultiSnapshotTurn { multiSnapshotTurns += 1 }
            isMultiSnapshotTurn = true
        }
        bill(usage, by: +)
        counted = usage
        // A report without counts says nothing about the context, least of all that it is empty.
        guard usage.context > 0 else { return }
        // A part of the turn that read nothing anew adds to the context.
        let isAdded = usage.scope == .part && usage.prompt == 0
        context = isAdded ? (context ?? 0).addingClamped(usage.context) : usage.context
        contextByModality = (isAdded ? contextByModality : TokenCounts()) + usage.input + usage.output
        reportedAt = instant
        media = MediaTokens()
        growth.note(context ?? usage.context, at: instant)
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
        turn.input = combine(turn.input, usage.input)
        turn.output = combine(turn.output, usage.output)
        func count(_ sum: Int64, _ more: Int64) -> Int64 {
            combine(TokenCounts(text: sum), TokenCounts(text: max(more, 0))).text
        }
        billedThoughts = count(billedThoughts, usage.thoughts)
        billedCached = count(billedCached, usage.cached)
        turn.thoughts = count(turn.thoughts, usage.thoughts)
        turn.cached = count(turn.cached, usage.cached)
    }

    private mutating func endTurn(_ index: Int) {
        if counted == nil { estimateTurn() }
        turn.index = index
        turns.append(turn)
        turn = TurnTokens(index: index)
        counted = nil
        isMultiSnapshotTurn = false
    }

    /// A generation reads the whole context again: what is known of it, and what crossed since.
    private mutating func estimateTurn() {
        turnsWithoutUsage += 1
        turn.isEstimated = true
        turn.input = contextByModality + media.input
        turn.output = media.output
        estimatedInput = estimatedInput + turn.input
        estimatedOutput = estimatedOutput + turn.output
    }

    private mutating func changeModel(_ model: String?) {
        if reports > 0 {
            pastCost = cost
            if pastBills.count < Self.billLimit { pastBills.append(currentBill) }
        }
        (pastInput, pastOutput) = (billedInput, billedOutput)
        self.model = model?.shortened
        modelPrices = model.flatMap { prices.prices(for: $0, on: day) }
    }

    private func record(at instant: Timestamp, _ metrics: inout MetricLog) {
        if let occupancy { metrics.record(.contextRatio, occupancy, at: instant) }
        if let cost { metrics.record(.cost, cost, at: instant) }
    }
}

extension TokenLedger {
    /// Share of the limit that is used; may exceed 1, prompts above the nominal limit were seen.
    public var occupancy: Double? {
        guard let context, let limit, limit.tokens > 0 else { return nil }
        return Double(context) / Double(limit.tokens)
    }

    /// What was billed so far, in US dollars; nil before the first usage message and when some of it has no price.
    /// Turns without a usage message are not in it, nor is a cheaper price for what was read from the cache.
    public var cost: Double? {
        guard reports > 0, let pastCost else { return nil }
        let (input, output) = (billedInput - pastInput, billedOutput - pastOutput)
        if input.total == 0, output.total == 0 { return pastCost }
        return modelPrices?.cost(input: input, output: output).map { pastCost + $0 }
    }

    /// What so many tokens of one modality cost in US dollars with the present model; nil where they have no price.
    public func cost(of tokens: Int64, _ modality: Modality, isInput: Bool) -> Double? {
        var counts = TokenCounts()
        counts[modality] = tokens
        let none = TokenCounts()
        return modelPrices?.cost(input: isInput ? counts : none, output: isInput ? none : counts)
    }

    /// What was billed of each model, in their order; nil before the first usage message, and after more changes of the
    /// model than are kept.
    public var bills: [ModelBill]? {
        reports > 0 && pastBills.count < Self.billLimit ? pastBills + [currentBill] : nil
    }

    private var currentBill: ModelBill {
        ModelBill(model: model, input: billedInput - pastInput, output: billedOutput - pastOutput)
    }

    private static var billLimit: Int { 16 }

    /// All that was billed, in and out; nil before the first usage message.
    public var billed: Int64? { reports > 0 ? billedInput.total.addingClamped(billedOutput.total) : nil }

    /// The context at this moment: the last report and an estimate of what crossed since. Nil before anything crossed.
    public var estimatedContext: Int64? {
        let estimate = (context ?? 0).addingClamped(media.total)
        return context == nil && estimate == 0 ? nil : estimate
    }

    /// Tokens per second by which the context grows, smoothed over some minutes; nil before the second report.
    public var growthRate: Double? { growth.rate }

    /// The tokens at which something happens: the compression trigger where there is one, else the model's limit.
    public var ceiling: Int64? { compressionTrigger ?? limit?.tokens }

    /// Until the context reaches `ceiling`, at the fastest and the slowest pace of the last minutes; nil without a
    /// ceiling, and while nothing is known of the pace.
    public var timeLeft: ClosedRange<Duration>? {
        guard let ceiling, let estimatedContext else { return nil }
        return growth.time(for: ceiling.subtractingClamped(estimatedContext))
    }

    /// The same at the smoothed pace.
    public var meanTimeLeft: Duration? {
        guard let ceiling, let estimatedContext, let rate = growth.rate, rate > 0 else { return nil }
        let tokens = max(ceiling.subtractingClamped(estimatedContext), 0)
        return .nanoseconds(Int64(clamping: Double(tokens) / rate * 1e9))
    }

    /// Tokens of the turn with that number, where it is one of the latest.
    public func tokens(ofTurn index: Int) -> TurnTokens? { turns.last { $0.index == index } }
}

/// What one turn was billed.
public struct TurnTokens: Codable, Hashable, Sendable {
    /// `Turn.index`.
    public var index: Int
    public var input = TokenCounts()
    public var output = TokenCounts()
    /// Part of `output`: thinking.
    public var thoughts: Int64 = 0
    /// Part of `input`: read from the service's cache.
    public var cached: Int64 = 0
    /// No usage message came: reckoned from the context before, seconds of audio, images and letters.
    public var isEstimated = false
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
}
