/// Token counts of one generation (`docs/protocol.md#tokens`). Absent counts are 0, as proto3 JSON means them.
public struct UsageMetadata: Codable, Hashable, Sendable {
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
    public var scope = Scope.generation

    /// What the counts are counts of.
    public enum Scope: Codable, Hashable, Sendable {
        /// One generation, or what there is of it so far.
        case generation
        /// A part of a turn's counts, beside others.
        case part
        /// The whole session so far, as Live Interactions counts.
        case total
    }

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

/// One line of a count's details.
public struct ModalityTokens: Codable, Hashable, Sendable {
    public var modality: Modality
    public var count: Int64

    public init(_ modality: Modality, _ count: Int64) {
        self.modality = modality
        self.count = count
    }
}

/// Kinds of content that are counted and billed apart.
public enum Modality: String, CaseIterable, Codable, Hashable, Sendable {
    case text = "TEXT"
    case audio = "AUDIO"
    case image = "IMAGE"
    case video = "VIDEO"
    case document = "DOCUMENT"
    /// Not said, or a modality livetop does not know.
    case unspecified = "MODALITY_UNSPECIFIED"
}

extension UsageMetadata {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init()
        for (key, value) in node.fields {
            switch key {
            case "promptTokenCount": prompt = value.count ?? 0
            case "cachedContentTokenCount": cached = value.count ?? 0
            case "responseTokenCount", "candidatesTokenCount": response = value.count ?? 0
            case "toolUsePromptTokenCount": toolUsePrompt = value.count ?? 0
            case "thoughtsTokenCount": thoughts = value.count ?? 0
            case "totalTokenCount": total = value.count
            case "promptTokensDetails": promptDetails = ModalityTokens.list(value, &reader)
            case "cacheTokensDetails": cachedDetails = ModalityTokens.list(value, &reader)
            case "responseTokensDetails", "candidatesTokensDetails":
                responseDetails = ModalityTokens.list(value, &reader)
            case "toolUsePromptTokensDetails": toolUsePromptDetails = ModalityTokens.list(value, &reader)
            case "serviceTier", "trafficType":
                tier = value.string
                // The Python SDK knows the tiers in small letters.
                _ = reader.checked(value.string?.uppercased(), in: Self.tiers, "usageMetadata.tier")
            default: reader.unknown("usageMetadata", key)
            }
        }
    }
}

extension UsageMetadata {
    private static let tiers: Set = [
        "UNSPECIFIED", "SERVICE_TIER_UNSPECIFIED", "FLEX", "STANDARD", "PRIORITY", "TRAFFIC_TYPE_UNSPECIFIED",
        "ON_DEMAND", "ON_DEMAND_PRIORITY", "ON_DEMAND_FLEX", "ON_DEMAND_OFFPEAK", "PROVISIONED_THROUGHPUT",
    ]
}

extension ModalityTokens {
    fileprivate static func list(_ node: JSONNode, _ reader: inout MessageReader) -> [ModalityTokens] {
        node.elements.map { ModalityTokens($0, &reader) }
    }

    private init(_ node: JSONNode, _ reader: inout MessageReader) {
        self.init(.unspecified, 0)
        for (key, value) in node.fields {
            switch key {
            case "modality":
                let name = reader.checked(value.string, in: Self.names, "usageMetadata.modality")
                modality = name.flatMap(Modality.init) ?? .unspecified
            case "tokenCount": count = value.count ?? 0
            default: reader.unknown("usageMetadata.details", key)
            }
        }
    }

    private static let names = Set(Modality.allCases.map(\.rawValue))
}
