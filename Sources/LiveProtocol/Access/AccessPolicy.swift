/// Who may use what listens on this machine (proxy, `mock`, `replay --serve`): apps on it, and web pages only where
/// that was allowed.
///
/// A web page can make a browser connect to localhost. It cannot choose the `Origin` and the `Sec-Fetch-Site` that the
/// browser states, nor the `Host` except by a name of its own that resolves to this machine (DNS rebinding): all three
/// are checked, on every request, upgrades included.
public struct AccessPolicy: Hashable, Sendable {
    /// Names besides loopback that `Host` may state, in lower case.
    private let allowedHosts: Set<String>
    /// Origins besides loopback, in lower case; `null` may be among them.
    private let allowedOrigins: Set<String>

    public init(allowedHosts: [String] = [], allowedOrigins: [String] = []) {
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
        self.allowedOrigins = Set(
            allowedOrigins.map { $0.lowercased() }.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
    }

    /// What a request says of where it goes and where it comes from: the values of its headers.
    public struct Claims: Hashable, Sendable {
        public var hosts: [String]
        public var origins: [String]
        /// `Sec-Fetch-Site`, which browsers send also where they send no `Origin`.
        public var fetchSites: [String]
        /// HTTP/1.0 knows no `Host`.
        public var mayOmitHost: Bool

        public init(hosts: [String], origins: [String], fetchSites: [String], mayOmitHost: Bool = false) {
            self.hosts = hosts
            self.origins = origins
            self.fetchSites = fetchSites
            self.mayOmitHost = mayOmitHost
        }

        /// - Parameter headers: one by one, as they came: who splits values at commas sees other hosts than whoever
        ///   serves the request.
        public init(headers: some Sequence<(name: String, value: String)>, mayOmitHost: Bool) {
            self.init(hosts: [], origins: [], fetchSites: [], mayOmitHost: mayOmitHost)
            for (name, value) in headers {
                switch name.lowercased() {
                case "host": hosts.append(value)
                case "origin": origins.append(value)
                case "sec-fetch-site": fetchSites.append(value)
                default: break
                }
            }
        }
    }

    /// What is wrong with a request, if anything.
    public func objection(to claims: Claims) -> AccessObjection? {
        guard claims.hosts.count == 1 || claims.hosts.isEmpty && claims.mayOmitHost else {
            return .hostCount(claims.hosts.count)
        }
        if let origin = claims.origins.first(where: { !isAllowed(origin: $0) }) { return .origin(origin) }
        let isForeign = claims.fetchSites.contains { $0.lowercased() == "cross-site" }
        if isForeign, claims.origins.isEmpty { return .crossSite }
        return claims.hosts.first { !isAllowed(host: $0) }.map(AccessObjection.host)
    }

    private func isAllowed(host: String) -> Bool {
        guard let host = HostPort(host)?.host else { return false }
        return LoopbackName.matches(host) || allowedHosts.contains(host)
    }

    /// An origin is `scheme://host` or `scheme://host:port`, and nothing else (RFC 6454 §6.2).
    private func isAllowed(origin: String) -> Bool {
        let origin = origin.lowercased()
        if allowedOrigins.contains(origin) { return true }
        let scheme = ["http://", "https://"].first(where: origin.hasPrefix)
        guard let scheme, let place = HostPort(origin.dropFirst(scheme.count)) else { return false }
        return LoopbackName.matches(place.host)
    }
}
