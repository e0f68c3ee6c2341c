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
}

/// An HTTP proxy on the way to the upstream, reached in plain text and asked to `CONNECT`.
public struct OutboundProxy: Hashable, Sendable {
    public var host: String
    public var port: Int
    /// The value of `Proxy-Authorization`, when the URL carried a user.
    public var authorization: String?
    /// `NO_PROXY` as it came.
    public var exceptions: String
}
