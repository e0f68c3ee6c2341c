public import LiveProtocol
import Simulator

/// How a staged connection begins: where the client goes and whether it gets there.
public struct StagedOpening: Hashable, Sendable {
    public var tag: String?
    public var surface: Endpoint.Surface
    public var version: String
    public var isConstrained: Bool
    /// Beside the path: `?key=…`, credentials in clear.
    public var query: String
    public var headers: [HeaderField]
    public var upstream: String
    /// The upgrade is turned away.
    public var refusal: Refusal?

    public init(
        tag: String? = nil, surface: Endpoint.Surface = .geminiAPI, version: String = "v1beta",
        isConstrained: Bool = false, query: String = "", headers: [HeaderField] = [], upstream: String? = nil,
        refusal: Refusal? = nil
    ) {
        self.tag = tag
        self.surface = surface
        self.version = version
        self.isConstrained = isConstrained
        self.query = query
        self.headers = headers
        self.upstream = upstream ?? surface.usualUpstream
        self.refusal = refusal
    }

    var info: ConnectionInfo {
        let method: Endpoint.Method = isConstrained ? .bidiGenerateContentConstrained : .bidiGenerateContent
        return ConnectionInfo(
            tag: tag, endpoint: Endpoint(surface: surface, version: version, method: method), target: path + query,
            upstream: upstream, headers: headers, isTLS: false, removedExtensions: nil)
    }

    private var path: String {
        let method = isConstrained ? "BidiGenerateContentConstrained" : "BidiGenerateContent"
        return surface == .vertex
            ? "/ws/google.cloud.aiplatform.\(version).LlmBidiService/\(method)"
            : "/ws/google.ai.generativelanguage.\(version).GenerativeService.\(method)"
    }
}

extension Endpoint.Surface {
    fileprivate var usualUpstream: String {
        self == .vertex
            ? "https://us-central1-aiplatform.googleapis.com" : "https://generativelanguage.googleapis.com"
    }
}
