/// What is known of a model: its context window and how sure that is.
public struct ModelProfile: Hashable, Sendable {
    /// Exact bare id, or for a family the text its ids contain.
    public var id: String
    /// Nil for task models whose window is not documented.
    public var contextLimit: Int64?

    public init(id: String, contextLimit: Int64?) {
        self.id = id
        self.contextLimit = contextLimit
    }
}

/// A context window in tokens.
public struct ContextLimit: Hashable, Sendable {
    public var tokens: Int64
    /// Taken from the model's family, not from the model.
    public var isAssumed: Bool

    public init(tokens: Int64, isAssumed: Bool) {
        self.tokens = tokens
        self.isAssumed = isAssumed
    }
}
