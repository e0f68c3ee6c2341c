/// Where a request goes: a pure function of its target.
///
/// ```
/// /t/checkout//anything/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=…
///    └ tag ─┘          └ forwarded ────────────────────────────────────────────────────────────────────→
/// ```
///
/// For a known WebSocket path everything in front of `/ws/` is dropped, because a base URL such as
/// `http://localhost:8910/anything` must work against the real service. Any other target is forwarded as it came,
/// without the tag. What is forwarded keeps its bytes: escapes, query and repeated slashes.
public struct Route: Hashable, Sendable {
    /// From a leading `/t/<tag>/`: at most 64 letters, digits and `-._~:@+`; anything else became `-`.
    public var tag: String?
    public var endpoint: Endpoint
    /// Path and query for the upstream; begins with `/`.
    public var forwardedTarget: String

    /// - Parameters:
    ///   - target: path and query; also a whole URL, as a client sends it to an HTTP proxy.
    ///   - isVertexConfigured: clients of Vertex with a custom base URL dial `/`, which then means `LlmBidiService`.
    public init(target: String, isVertexConfigured: Bool = false) {
        var path = Self.originForm(target)
        let query = path.firstIndex(of: "?").map { path[$0...] } ?? ""
        path = path.dropLast(query.count)
        tag = Self.takeTag(&path)
        if isVertexConfigured, path.allSatisfy({ $0 == "/" }) {
            path = "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent"
        }
        let segments = path.split(separator: "/")
        endpoint = Endpoint(segments: segments)
        if endpoint.surface != .unknown, let start = Self.webSocketRoot(in: segments, of: path) {
            path = path[start...]
        }
        forwardedTarget = (path.first == "/" ? "" : "/") + path + query
    }

    /// The target without scheme and authority.
    private static func originForm(_ target: String) -> Substring {
        guard target.first != "/", let scheme = target.firstRange(of: "://") else { return target[...] }
        let rest = target[scheme.upperBound...]
        return rest[(rest.firstIndex { "/?".contains($0) } ?? rest.endIndex)...]
    }

    /// Removes a leading `/t/<tag>`, whatever the number of slashes in front.
    private static func takeTag(_ path: inout Substring) -> String? {
        let trimmed = path.drop { $0 == "/" }
        guard trimmed.count < path.count, trimmed.hasPrefix("t/") else { return nil }
        let rest = trimmed.dropFirst(2)
        let name = rest.prefix { $0 != "/" }
        path = rest[name.endIndex...]
        return name.isEmpty ? nil : saneTag(name)
    }

    private static func saneTag(_ name: Substring) -> String {
        let decoded = Redaction.text(PercentCoding.decode(name))
        return String(
            decoded.prefix(64).map { character in
                character.isLetter || character.isNumber || "-._~:@+".contains(character) ? character : "-"
            })
    }

    /// Where the last `/ws/` in front of the method begins.
    private static func webSocketRoot(in segments: [Substring], of path: Substring) -> Substring.Index? {
        guard let root = segments.dropLast().last(where: { $0 == "ws" }), root.startIndex > path.startIndex else {
            return nil
        }
        return path.index(before: root.startIndex)
    }
}

extension Endpoint {
    /// Reads the last one or two segments of a path: `…<version>.<service>.<method>` or `…<version>.<service>/<method>`.
    init(segments: [Substring]) {
        let name = segments.suffix(segments.last?.contains(".") == true ? 1 : 2).joined(separator: ".")
        var parts = name.split(separator: ".")[...]
        let method = Method(wireName: parts.popLast() ?? "")
        let surface = Surface(service: parts.popLast() ?? "")
        self =
            surface == .unknown
            ? .unknown : Endpoint(surface: surface, version: parts.last.map(String.init), method: method)
    }
}

extension Endpoint.Surface {
    fileprivate init(service: Substring) {
        self =
            switch service {
            case "GenerativeService": .geminiAPI
            case "LlmBidiService": .vertex
            default: .unknown
            }
    }
}

extension Endpoint.Method {
    fileprivate init(wireName: Substring) {
        self =
            switch wireName {
            case "BidiGenerateContent": .bidiGenerateContent
            case "BidiGenerateContentConstrained": .bidiGenerateContentConstrained
            case "BidiGenerateMusic": .bidiGenerateMusic
            default: .unknown
            }
    }
}
