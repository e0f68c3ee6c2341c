/// What the proxy is meant to do, after flags, environment and files have been read.
public struct ProxyConfiguration: Hashable, Sendable {
    /// Addresses to listen on, as literals. One that is not loopback must have been asked for by name.
    public var listenHosts = ["127.0.0.1", "::1"]
    /// 0 lets the kernel pick one, the same on all addresses.
    public var port = 8910
    /// Replaces the default upstreams; nil means Google's, by the route of each request.
    public var upstream: Upstream?
    /// Calls with a tag or a path of their own, which go elsewhere.
    public var upstreamRules: [UpstreamRule] = []
    /// Whether the upstream may be reached without TLS beyond this machine.
    public var allowsInsecureUpstream = false
    /// `us-central1`, `global`, `us`, `eu`, …: where Vertex requests go; nil when Vertex is not in use.
    public var vertexLocation: String?
    /// PEM file of certificates that are trusted for the upstream besides the system's.
    public var upstreamCAFile: String?
    /// Proxy through which upstreams are reached where no rule says otherwise (`OutboundProxy.init(environment:)`).
    public var outboundProxy: OutboundProxy?
    /// Web origins besides loopback that may use the proxy, such as `https://app.example`; `null` may be named too.
    public var allowedOrigins: [String] = []
    /// Host names besides loopback under which clients reach the proxy; they are in the leaf certificate too.
    public var allowedHosts: [String] = []
    /// Whether clients may use livetop as a forward proxy, too, by CONNECT.
    public var allowsConnect = false
    /// Off: bytes are relayed and nothing is looked at or offered to the tap. For measuring the relay alone.
    public var isCaptureOn = true
    /// Whether client and service may agree on permessage-deflate. What they compress is read behind the tap.
    public var passesCompression = true
    /// What is broken on purpose from the start.
    public var faults = FaultPlan()
    public var limits = Limits()

    /// Bounds on what a peer can make the proxy hold or wait for.
    public struct Limits: Hashable, Sendable {
        /// Bytes of a request or response head; more is answered with 431 or 502.
        public var headByteCount = 64 << 10
        /// From accept (or from the end of the previous response) to a complete request head.
        public var headTimeout = Duration.seconds(60)
        /// TCP and TLS to the upstream.
        public var connectTimeout = Duration.seconds(10)
        /// Upgrade request sent to response head.
        public var handshakeTimeout = Duration.seconds(30)
        /// Payload bytes of one frame that are captured; all of them are relayed.
        public var capturedPayloadByteCount = 8 << 20
        /// Sockets at a time, both legs counted; nil derives it from the file limit.
        public var connectionCount: Int?

        public init() {}
    }

    public init() {}
}
