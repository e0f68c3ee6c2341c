import LiveProtocol

/// An HTTP proxy on the way to the upstream, reached in plain text and asked to `CONNECT`.
public struct OutboundProxy: Hashable, Sendable {
    public var host: String
    public var port: Int
    /// The value of `Proxy-Authorization`, when the URL carried a user.
    public var authorization: String?
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
        let url = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].lazy.compactMap { environment[$0] }.first
        guard let url, !url.isEmpty else { return nil }
        let authority = try URLAuthority(url: url.contains("://") ? url : "http://\(url)", schemes: ["http": false])
        let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        self.init(
            host: authority.host, port: authority.port ?? 8080,
            authorization: authority.userinfo.map { "Basic \(Base64.encode(PercentCoding.bytes(of: $0)))" },
            exceptions: exceptions.split(separator: ",").map { $0.filter { $0 != " " }.lowercased() })
    }

    /// Whether `upstream` is reached through the proxy. Loopback never is: the proxy has another one.
    func applies(to upstream: Upstream) -> Bool {
        let host = upstream.host.lowercased()
        guard !LoopbackName.matches(host) else { return false }
        return !exceptions.contains { exception in
            let domain = exception.hasPrefix(".") ? String(exception.dropFirst()) : exception
            return exception == "*" || host == domain || host.hasSuffix("." + domain)
        }
    }
}
