/// Token counts of one generation (`live-protocol.md` §6). Absent counts are 0, as proto3 JSON means them.
public struct UsageMetadata: Hashable, Sendable {
    /// The whole prompt of this generation, cached part included: it contains the context so far.
    public var prompt: Int64
    /// Subset of `prompt`.
    public var cached: Int64
    /// `responseTokenCount`, on Vertex `candidatesTokenCount`.
    public var response: Int64
    public var toolUsePrompt: Int64
    public var thoughts: Int64
    /// As sent. It may leave out thoughts, so nothing is computed from it; nil when absent.
    public var total: Int64?
    public var promptDetails: [ModalityTokens]
    public var cachedDetails: [ModalityTokens]
    public var responseDetails: [ModalityTokens]
    public var toolUsePromptDetails: [ModalityTokens]
    /// `serviceTier`, on Vertex `trafficType`: the billing class as sent.
    public var tier: String?

    public init(
        prompt: Int64 = 0, cached: Int64 = 0, response: Int64 = 0, toolUsePrompt: Int64 = 0, thoughts: Int64 = 0,
        total: Int64? = nil, promptDetails: [ModalityTokens] = [], cachedDetails: [ModalityTokens] = [],
        responseDetails: [ModalityTokens] = [], toolUsePromptDetails: [ModalityTokens] = [], tier: String? = nil
    ) {
        self.prompt = prompt
        self.cached = cached
        self.response = response
        self.toolUsePrompt = toolUsePrompt
        self.thoughts = thoughts
        self.total = total
        self.promptDetails = promptDetails
        self.cachedDetails = cachedDetails
        self.responseDetails = responseDetails
        self.toolUsePromptDetails = toolUsePromptDetails
        self.tier = tier
    }

    /// Tokens in the context after this generation. The sum of counts the server sends cannot be trusted to fit.
    public var context: Int64 {
        [prompt, toolUsePrompt, response, thoughts].reduce(0) { $0.addingClamped(max($1, 0)) }
    }
}

public struct ModalityTokens: Hashable, Sendable {
    public var modality: Modality
    public var count: Int64

    public init(_ modality: Modality, _ count: Int64) {
        self.modality = modality
        self.count = count
    }
}

/// Kinds of content that are counted and billed apart.
public enum Modality: String, CaseIterable, Hashable, Sendable {
    case text = "TEXT"
    case audio = "AUDIO"
    case image = "IMAGE"
    case video = "VIDEO"
    case document = "DOCUMENT"
    /// Not said, or a modality livetop does not know.
    case unspecified = "MODALITY_UNSPECIFIED"
}
