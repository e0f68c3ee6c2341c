import LiveProtocol

/// Where requests go: scheme, host, port and a path that is put in front of theirs.
public struct Upstream: Hashable, Sendable {
    public var isTLS: Bool
    /// A name or an address; an IPv6 address without brackets.
    public var host: String
    public var port: Int
    /// Without a trailing slash; empty when there is none.
    public var path: String

    public init(isTLS: Bool, host: String, port: Int? = nil, path: String = "") {
        self.isTLS = isTLS
        self.host = host
        self.port = port ?? (isTLS ? 443 : 80)
        self.path = path
    }

    /// Reads `http`, `https`, `ws` and `wss` URLs, such as `https://localhost:9000/base`.
    public init(url: String) throws(UpstreamError) {
        let authority = try URLAuthority(url: url, schemes: ["https": true, "wss": true, "http": false, "ws": false])
        guard authority.userinfo == nil else { throw .hasCredentials }
        self.init(isTLS: authority.isTLS, host: authority.host, port: authority.port, path: authority.path)
        while path.hasSuffix("/") { path.removeLast() }
    }

    /// The public services (`docs/protocol.md#reaching-the-service`), by the location of a Vertex request or nil for the
    /// Gemini API.
    public static func google(vertexLocation: String?) -> Upstream {
        let host =
            switch vertexLocation {
            case nil: "generativelanguage.googleapis.com"
            case "global"?: "aiplatform.googleapis.com"
            case "us"?, "eu"?: "aiplatform.\(vertexLocation ?? "").rep.googleapis.com"
            case let location?: "\(location)-aiplatform.googleapis.com"
            }
        return Upstream(isTLS: true, host: host)
    }

    /// The value of `Host`: the port only where it is not the scheme's own.
    var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isTLS ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// Whether it is on this machine, whatever a name server says.
    public var isLoopback: Bool { LoopbackName.matches(host.lowercased()) }

    /// Scheme, host and port, such as `https://generativelanguage.googleapis.com`.
    public var origin: String { "\(isTLS ? "https" : "http")://\(authority)" }
}

extension Upstream: CustomStringConvertible {
    public var description: String { origin + path }
}

/// Why a URL cannot be an upstream.
public enum UpstreamError: Error, Hashable, Sendable, CustomStringConvertible {
    case noURL(String)
    case unknownScheme(String)
    case badPort(String)
    /// A key belongs into the client's request, not into a flag that `ps` shows.
    case hasCredentials

    public var description: String {
        switch self {
        case .noURL(let text): "\"\(text)\" is no URL like https://host:port/path"
        case .unknownScheme(let scheme): "the scheme \"\(scheme)\" is none of http, https, ws, wss"
        case .badPort(let port): "\"\(port)\" is no port from 1 to 65535"
        case .hasCredentials: "a URL with a user or password is not accepted: credentials come from the client"
        }
    }
}

/// The parts of a URL that say where to connect.
struct URLAuthority {
    var isTLS: Bool
    var userinfo: String?
    var host: String
    var port: Int?
    var path: String

    /// `schemes` maps the accepted schemes to whether they mean TLS.
    init(url: String, schemes: [String: Bool]) throws(UpstreamError) {
        guard let separator = url.firstRange(of: "://") else { throw .noURL(url) }
        let scheme = url[..<separator.lowerBound].lowercased()
        guard let isTLS = schemes[scheme] else { throw .unknownScheme(scheme) }
        let rest = url[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        path = String(rest.dropFirst(authority.count).prefix { !"?#".contains($0) })
        self.isTLS = isTLS
        userinfo = authority.lastIndex(of: "@").map { String(authority[..<$0]) }
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let bracket = place.hasPrefix("[") ? place.firstIndex(of: "]") : nil
        let host = bracket.map { place[..<$0].dropFirst() } ?? place.prefix { $0 != ":" }
        let tail = bracket.map { place[place.index(after: $0)...] } ?? place.dropFirst(host.count)
        guard !host.isEmpty, tail.isEmpty || tail.hasPrefix(":") else { throw .noURL(url) }
        self.host = String(host)
        guard tail.count > 1 else { return }
        guard let port = Int(tail.dropFirst()), (1...65535).contains(port) else {
            throw .badPort(String(tail.dropFirst()))
        }
        self.port = port
    }
}
