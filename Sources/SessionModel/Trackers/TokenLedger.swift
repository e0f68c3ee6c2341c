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
    /// How often the prompt shrank within a connection, and when last.
    public private(set) var compressions: Int64 = 0
    public private(set) var lastCompressionAt: Timestamp?

    public init() {}

    /// Share of the limit that is used; may exceed 1, prompts above the nominal limit were seen.
    public var occupancy: Double? {
        guard let context, let limit, limit.tokens > 0 else { return nil }
        return Double(context) / Double(limit.tokens)
    }
}
