public import LiveProtocol

/// What is known of a model: where it is served, its context window, and until when it is there.
public struct ModelProfile: Codable, Hashable, Sendable {
    /// Exact bare id, or for a family the text its ids contain.
    public var id: String
    /// Tokens; nil where the window is not documented.
    public var contextLimit: Int64?
    /// Tokens of one answer; nil where that is not documented.
    public var outputLimit: Int64?
    /// Where it is served; empty where that is not known.
    public var surfaces: Set<Endpoint.Surface>
    /// The first day on which the service no longer takes it, announced or past; nil where none is known.
    public var ends: CalendarDay?
    /// It is gone, and nobody wrote down since when.
    public var isGone: Bool
    /// The id that takes its place.
    public var replacement: String?
    /// Who said so; nil where nothing but the id is known.
    public var source: String?
    /// `path:line` of the file that said so; nil for what is built in.
    public var origin: String?

    public init(
        id: String, contextLimit: Int64?, outputLimit: Int64? = nil, surfaces: Set<Endpoint.Surface> = [],
        ends: CalendarDay? = nil, isGone: Bool = false, replacement: String? = nil, source: String? = nil,
        origin: String? = nil
    ) {
        self.id = id
        self.contextLimit = contextLimit
        self.outputLimit = outputLimit
        self.surfaces = surfaces
        self.ends = ends
        self.isGone = isGone
        self.replacement = replacement
        self.source = source
        self.origin = origin
    }

    /// The service no longer took it on that day; false where nobody knows the day or the end.
    public func hasEnded(by day: CalendarDay?) -> Bool {
        if isGone { return true }
        guard let day, let ends else { return false }
        return ends <= day
    }
}

/// A context window in tokens.
public struct ContextLimit: Codable, Hashable, Sendable {
    public var tokens: Int64
    /// Taken from the model's family, not from the model.
    public var isAssumed: Bool

    public init(tokens: Int64, isAssumed: Bool) {
        self.tokens = tokens
        self.isAssumed = isAssumed
    }
}
