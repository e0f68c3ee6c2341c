package import LiveProtocol
package import Proxy
package import SessionStore

/// What the proxy is asked to be, after flags, environment, files and defaults.
package struct ProxySettings: Equatable, Sendable {
    /// 0 lets the system choose.
    package var port: UInt16
    /// IP addresses. More than loopback only where somebody asked for it.
    package var listen: [String]
    /// Replaces the services livetop knows; nil leaves the choice to the request path.
    package var upstream: Upstream?
    /// A PEM file trusted for the upstream in addition to the system's roots.
    package var upstreamCA: String?
    /// Calls with a tag or a path of their own, which go elsewhere.
    package var upstreamChoices: [UpstreamChoice] = []
    /// Those choices with the credentials of their proxies, once they were read.
    package var upstreamRules: [UpstreamRule] = []
    /// Whether client and service may agree on compression.
    package var passesCompression = true
    /// Whether the upstream may be reached without TLS beyond this machine.
    package var allowsInsecureUpstream = false
    package var vertexLocation: String?
    /// Whether clients may use the proxy as a forward proxy, too.
    package var allowsConnect = false
    package var allowedOrigins: [String]
    package var allowedHosts: [String]
    /// How much of each call is written to disk; nil for the bare relay, which looks at nothing (for measurements).
    package var capture: CaptureLevel?
    /// An absolute path.
    package var dataDirectory: String
    /// Whether the system may write the memory of a crashed proxy to disk.
    package var allowsCoreDumps = false
    /// What is removed while livetop runs; without limits by default.
    package var retention = RetentionPolicy()
    /// Where scrapers find the metrics; nil for nowhere.
    package var metrics: ScrapeAddress?
    /// Where OpenTelemetry data goes; nil for nowhere.
    package var otlp: OTLPSettings?
    /// Where what is recorded is sent; nil for nowhere.
    package var ship: ShipSettings?
    /// What is broken on purpose from the start.
    package var faults = FaultPlan()

    package init(
        port: UInt16, listen: [String], upstream: Upstream?, upstreamCA: String?, allowsInsecureUpstream: Bool = false,
        vertexLocation: String?, allowedOrigins: [String], allowedHosts: [String], capture: CaptureLevel?,
        dataDirectory: String, allowsCoreDumps: Bool = false, retention: RetentionPolicy = RetentionPolicy(),
        metrics: ScrapeAddress? = nil, otlp: OTLPSettings? = nil, ship: ShipSettings? = nil,
        allowsConnect: Bool = false
    ) {
        self.port = port
        self.listen = listen
        self.upstream = upstream
        self.upstreamCA = upstreamCA
        self.allowsInsecureUpstream = allowsInsecureUpstream
        self.vertexLocation = vertexLocation
        self.allowedOrigins = allowedOrigins
        self.allowedHosts = allowedHosts
        self.capture = capture
        self.dataDirectory = dataDirectory
        self.allowsCoreDumps = allowsCoreDumps
        self.retention = retention
        self.metrics = metrics
        self.otlp = otlp
        self.ship = ship
        self.allowsConnect = allowsConnect
    }
}

extension ProxySettings {
    /// Where calls go, in one line that is equal exactly when two proxies send their calls to the same place in the
    /// same way. It stands in `run.json`; `livetop run` shares a running proxy only when its own is equal.
    package var upstreamIdentity: String {
        var parts = [(upstream ?? .google(vertexLocation: nil)).description]
        if let vertexLocation { parts.append("vertex-location=\(vertexLocation)") }
        parts += upstreamChoices.map { "upstream-for=\($0.text)" }
        if !passesCompression { parts.append("no-deflate") }
        if let upstreamCA { parts.append("upstream-ca=\(upstreamCA)") }
        if allowsConnect { parts.append("connect") }
        return parts.joined(separator: " ")
    }

    /// The same for calls of one tag, or of none: with one upstream for all, and its way.
    package func led(for tag: String?) throws(UserError) -> ProxySettings {
        var settings = self
        settings.upstreamChoices = []
        let own = upstreamChoices.first { tag != nil && $0.rule.match == .tag(tag ?? "") }
        guard let choice = own ?? upstreamChoices.first(where: { $0.rule.match == .other }) else { return settings }
        settings.upstream = choice.rule.upstream
        settings.upstreamRules = [UpstreamRule(.other, upstream: choice.rule.upstream, way: try choice.resolved().way)]
        return settings
    }

    /// Who may use what listens here besides the proxy: `mock` and `replay --serve`.
    package var access: AccessPolicy { AccessPolicy(allowedHosts: allowedHosts, allowedOrigins: allowedOrigins) }

    /// Addresses from which other machines can reach the proxy.
    package var exposedAddresses: [String] {
        listen.filter { !($0.hasPrefix("127.") || $0 == "::1") }
    }

    /// The capture level as the command line spells it.
    package var captureName: String { capture?.rawValue ?? Self.captureOff }

    /// What is given for a capture level to record nothing.
    package static let captureOff = "off"
}
