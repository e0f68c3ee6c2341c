import Foundation

/// One event of the service of Live Interactions, as far as the simulator speaks it.
struct InteractionServerJSON: Codable, Equatable, Sendable {
    var eventType: String
    var eventId: String?
    var interactionId: String?
    var index: Int?
    var step: Step?
    var delta: Delta?
    var usage: Usage?
    var stepUsage: Usage?
    var status: Status?
    var error: Failure?

    struct Step: Codable, Equatable, Sendable {
        var type: String
        var id: String?
        var name: String?
        var arguments: FreeForm?
    }

    struct Delta: Codable, Equatable, Sendable {
        var type: String
        var text: String?
        var data: String?
        var mimeType: String?
        var sampleRate: Int?
        var channels: Int?
        var arguments: String?
    }

    struct Usage: Codable, Equatable, Sendable {
        var totalInputTokens = 0
        var totalOutputTokens = 0
        var totalTokens = 0
        var inputTokensByModality: [ModalityTokens] = []
        var outputTokensByModality: [ModalityTokens] = []
    }

    struct ModalityTokens: Codable, Equatable, Sendable {
        var modality: String
        var tokens: Int
    }

    struct Status: Codable, Equatable, Sendable {
        var code: Int
    }

    struct Failure: Codable, Equatable, Sendable {
        var code: String
        var message: String
    }

    /// One event alone, several in `events`; nil for none.
    static func text(_ events: [InteractionServerJSON]) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let first = events.first else { return nil }
        let bytes = events.count == 1 ? try? encoder.encode(first) : try? encoder.encode(["events": events])
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension InteractionServerJSON.Usage {
    init(_ usage: ServerJSON.UsageMetadata) {
        totalInputTokens = usage.promptTokenCount
        totalOutputTokens = usage.responseTokenCount
        totalTokens = usage.totalTokenCount
        inputTokensByModality = usage.promptTokensDetails.map(InteractionServerJSON.ModalityTokens.init)
        outputTokensByModality = usage.responseTokensDetails.map(InteractionServerJSON.ModalityTokens.init)
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.totalInputTokens += right.totalInputTokens
        sum.totalOutputTokens += right.totalOutputTokens
        sum.totalTokens += right.totalTokens
        sum.inputTokensByModality = Self.sum(left.inputTokensByModality, right.inputTokensByModality)
        sum.outputTokensByModality = Self.sum(left.outputTokensByModality, right.outputTokensByModality)
        return sum
    }

    private static func sum(
        _ left: [InteractionServerJSON.ModalityTokens], _ right: [InteractionServerJSON.ModalityTokens]
    ) -> [InteractionServerJSON.ModalityTokens] {
        let counts = Dictionary((left + right).map { ($0.modality, $0.tokens) }, uniquingKeysWith: +)
        return counts.sorted { $0.key < $1.key }.map { .init(modality: $0.key, tokens: $0.value) }
    }
}

extension InteractionServerJSON.ModalityTokens {
    fileprivate init(_ tokens: ServerJSON.ModalityTokens) {
        self.init(modality: tokens.modality.lowercased(), tokens: tokens.tokenCount)
    }
}
