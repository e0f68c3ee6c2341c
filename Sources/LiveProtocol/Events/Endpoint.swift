/// Which service, version and method a request path names.
///
/// The version is opaque (`v1`, `v1beta`, `v1alpha`, `v1beta1`); only service and method decide.
public struct Endpoint: Codable, Hashable, Sendable {
    public enum Surface: String, CaseIterable, Codable, Hashable, Sendable {
        case geminiAPI, vertex, unknown
    }

    public enum Method: String, CaseIterable, Codable, Hashable, Sendable {
        case bidiGenerateContent, bidiGenerateContentConstrained, bidiGenerateMusic, liveInteractions, unknown
    }

    public var surface: Surface
    public var version: String?
    public var method: Method

    public init(surface: Surface, version: String?, method: Method) {
        self.surface = surface
        self.version = version
        self.method = method
    }

    /// Any WebSocket that livetop relays without knowing what it says.
    public static let unknown = Endpoint(surface: .unknown, version: nil, method: .unknown)

    /// Only these conversations are decoded; all others are recorded raw (decision 0014).
    public var isDecoded: Bool { isLive || method == .bidiGenerateMusic || method == .liveInteractions }

    /// A conversation of the Live API, `BidiGenerateContent`: what is known of its setup, limits and refusals holds neither
    /// of music nor of Live Interactions.
    public var isLive: Bool { method == .bidiGenerateContent || method == .bidiGenerateContentConstrained }
}
