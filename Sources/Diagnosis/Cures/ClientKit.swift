/// What a client is built with: whose code a cure is written in.
public enum ClientKit: String, CaseIterable, Hashable, Sendable {
    case python, js, livekit, pipecat, adk, raw

    public var title: String {
        switch self {
        case .python: "google-genai (Python)"
        case .js: "@google/genai (JavaScript)"
        case .livekit: "LiveKit Agents"
        case .pipecat: "Pipecat"
        case .adk: "ADK"
        case .raw: "JSON on the wire"
        }
    }

    /// By what the client says of itself; nil for one that says nothing we know. LiveKit, Pipecat and ADK stand on
    /// google-genai and name themselves behind it (`docs/protocol.md`).
    ///
    /// - Parameters:
    ///   - apiClient: the header `x-goog-api-client`.
    ///   - userAgent: the header `user-agent`.
    public init?(apiClient: String?, userAgent: String?) {
        let words = "\(apiClient ?? "") \(userAgent ?? "")".lowercased()
        guard let known = Self.signs.first(where: { words.contains($0.sign) }) else { return nil }
        self = known.kit
    }

    private static let signs: [(sign: String, kit: ClientKit)] = [
        ("livekit-agents/", .livekit), ("pipecat/", .pipecat), ("google-adk/", .adk), ("gl-node/", .js),
        ("gl-web/", .js), ("gl-python/", .python), ("websockets/", .raw),
    ]

    /// What it is built on: code for that is of use too.
    var base: ClientKit? {
        switch self {
        case .livekit, .pipecat, .adk: .python
        case .python, .js, .raw: nil
        }
    }
}
