import LiveProtocol

/// A proxy on the way to the upstream, reached in plain text: one of HTTP, asked to `CONNECT`, or one of SOCKS 5.
public struct OutboundProxy: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case http
        /// Names are looked up by the proxy, whether the URL says `socks5` or `socks5h`.
        case socks5
    }

    /// What a SOCKS proxy is told of a user, at most 255 bytes each (RFC 1929).
    public struct Login: Hashable, Sendable {
        var user: [UInt8]
        var password: [UInt8]

        /// Of the part of a URL before the `@`.
        init(userinfo: String) {
            let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = Array(PercentCoding.bytes(of: String(parts.first ?? "")).prefix(255))
            password = Array(PercentCoding.bytes(of: String(parts.dropFirst().first ?? "")).prefix(255))
        }
    }

    public var kind = Kind.http
    public var host: String
    public var port: Int
    /// The value of `Proxy-Authorization`, when the URL carried a user.
    public var authorization: String?
    /// The same for SOCKS.
    public var login: Login?
    /// `NO_PROXY`: host names and domains that are reached directly; `*` for all.
    public var exceptions: [String]

    public init(host: String, port: Int, authorization: String? = nil, exceptions: [String] = []) {
        self.host = host
        self.port = port
        self.authorization = authorization
        self.exceptions = exceptions
    }

    /// `HTTPS_PROXY` and `NO_PROXY` as curl reads them, lower case first; nil when none is set. A proxy that is itself
    /// reached over TLS is not supported.
    public init?(environment: [String: String]) throws(UpstreamError) {
        let url = Self.variables.lazy.compactMap { environment[$0] }.first
        guard let url, !url.isEmpty else { return nil }
        let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        try self.init(
            url: url, exceptions: exceptions.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() })
    }

    /// Those that name one, the strongest first.
    public static let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

    /// - Parameters:
    ///   - url: `http://host:port`, `socks5://host:port`, perhaps with a user and a password; `http` where no scheme is named.
    ///   - login: `user:password`, as in a URL, in place of what the URL says.
    public init(url: String, login userinfo: String? = nil, exceptions: [String] = []) throws(UpstreamError) {
        let authority = try URLAuthority(
            url: url.contains("://") ? url : "http://\(url)",
            schemes: ["http": false, "socks5": false, "socks5h": false])
        let isSOCKS = url.lowercased().hasPrefix("socks5")
        let userinfo = userinfo ?? authority.userinfo
        self.init(
            host: authority.host, port: authority.port ?? (isSOCKS ? 1_080 : 8_080),
            authorization: isSOCKS
                ? nil : userinfo.map { "Basic \(Base64.encode(PercentCoding.bytes(of: $0)))" },
            exceptions: exceptions)
        guard isSOCKS else { return }
        kind = .socks5
        login = userinfo.map(Login.init)
    }

    /// Scheme, host and port: what may be shown.
    public var origin: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return "\(kind == .http ? "http" : "socks5")://\(host):\(port)"
    }

    /// It is told who asks.
    public var hasCredentials: Bool { authorization != nil || login != nil }

    /// Whether `upstream` is reached through the proxy. Loopback never is: the proxy has another one.
    public func applies(to upstream: Upstream) -> Bool {
        let host = upstream.host.lowercased()
        guard !LoopbackName.matches(host) else { return false }
        return !exceptions.contains { exception in
            let domain = exception.hasPrefix(".") ? String(exception.dropFirst()) : exception
            return exception == "*" || host == domain || host.hasSuffix("." + domain)
        }
    }
}
