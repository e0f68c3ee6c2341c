/// Where a request goes: a pure function of its target.
///
/// ```
/// /t/checkout//anything/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=…
///    └ tag ─┘          └ forwarded ────────────────────────────────────────────────────────────────────→
/// ```
///
/// `/f/<fault>/` in front, once or several times, before or behind the tag, asks livetop to break the call (`docs/faults.md`).
///
/// For a known WebSocket path everything in front of `/ws/` is dropped, because a base URL such as
/// `http://localhost:8910/anything` must work against the real service; so is what stands in front of the version of
/// `/v1/interactions/live`. Any other target is forwarded as it came, without the tag. What is forwarded keeps its bytes:
/// escapes, query and repeated slashes.
public struct Route: Hashable, Sendable {
    /// From a leading `/t/<tag>/`: at most 64 letters, digits and `-._~:@+`; anything else became `-`.
    public var tag: String?
    /// From leading `/f/<fault>/`, decoded and in their order: what the client asks livetop to break (`docs/faults.md`).
    public var faults: [String] = []
    public var endpoint: Endpoint
    /// Path and query for the upstream; begins with `/`.
    public var forwardedTarget: String
    /// Path and query as the client has them behind tag and faults: what `forwardedTarget` was made from.
    public let ownTarget: String

    /// - Parameters:
    ///   - target: path and query; also a whole URL, as a client sends it to an HTTP proxy.
    ///   - isVertexConfigured: clients of Vertex with a custom base URL dial `/`, which then means `LlmBidiService`.
    public init(target: String, isVertexConfigured: Bool = false) {
        var path = Self.originForm(target)
        let query = path.firstIndex(of: "?").map { path[$0...] } ?? ""
        path = path.dropLast(query.count)
        while true {
            if tag == nil, let name = Self.takeName(after: "t/", &path) {
                tag = Self.saneTag(name)
            } else if let name = Self.takeName(after: "f/", &path) {
                faults.append(PercentCoding.decode(name))
            } else {
                break
            }
        }
        ownTarget = (path.first == "/" ? "" : "/") + path + query
        if isVertexConfigured, path.allSatisfy({ $0 == "/" }) {
            path = "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent"
        }
        let segments = path.split(separator: "/")
        endpoint = Endpoint(segments: segments)
        let root = endpoint.method == .liveInteractions ? segments.suffix(3).first : Self.webSocketRoot(in: segments)
        if endpoint.surface != .unknown, let root, root.startIndex > path.startIndex {
            path = path[path.index(before: root.startIndex)...]
        }
        forwardedTarget = (path.first == "/" ? "" : "/") + path + query
    }

    /// The target without scheme and authority.
    private static func originForm(_ target: String) -> Substring {
        guard target.first != "/", let scheme = target.firstRange(of: "://") else { return target[...] }
        let rest = target[scheme.upperBound...]
        return rest[(rest.firstIndex { "/?".contains($0) } ?? rest.endIndex)...]
    }

    /// Removes a leading `/t/<tag>` or `/f/<fault>`, whatever the number of slashes in front.
    private static func takeName(after prefix: String, _ path: inout Substring) -> Substring? {
        let trimmed = path.drop { $0 == "/" }
        guard trimmed.count < path.count, trimmed.hasPrefix(prefix) else { return nil }
        let rest = trimmed.dropFirst(prefix.count)
        let name = rest.prefix { $0 != "/" }
        path = rest[name.endIndex...]
        return name.isEmpty ? nil : name
    }

    private static func saneTag(_ name: Substring) -> String {
        let decoded = Redaction.text(PercentCoding.decode(name))
        return String(
            decoded.prefix(64).map { character in
                character.isLetter || character.isNumber || "-._~:@+".contains(character) ? character : "-"
            })
    }

    /// The last `ws` in front of the method.
    private static func webSocketRoot(in segments: [Substring]) -> Substring? {
        segments.dropLast().last { $0 == "ws" }
    }
}

extension Endpoint {
    /// Reads the last segments of a path: `…<version>.<service>.<method>`, `…<version>.<service>/<method>`, or
    /// `<version>/interactions/live`.
    init(segments: [Substring]) {
        if let version = Self.interactionVersion(segments.suffix(3)) {
            self.init(surface: .geminiAPI, version: version, method: .liveInteractions)
            return
        }
        let name = segments.suffix(segments.last?.contains(".") == true ? 1 : 2).joined(separator: ".")
        var parts = name.split(separator: ".")[...]
        let method = Method(wireName: parts.popLast() ?? "")
        let surface = Surface(service: parts.popLast() ?? "")
        self =
            surface == .unknown
            ? .unknown : Endpoint(surface: surface, version: parts.last.map(String.init), method: method)
    }

    /// Of a path of Live Interactions; nil for any other.
    private static func interactionVersion(_ segments: ArraySlice<Substring>) -> String? {
        guard segments.count == 3, segments.dropFirst().elementsEqual(["interactions", "live"]),
            let version = segments.first, version.first == "v", version.dropFirst().first?.isNumber == true
        else { return nil }
        return String(version)
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
