/// Who may use a proxy that listens on this machine: apps on it, and web pages only where that was allowed.
///
/// A web page can make a browser connect to localhost. It cannot choose the `Origin` the browser states, nor the
/// `Host` except by a name of its own that resolves to this machine (DNS rebinding): both are checked, on every request.
struct OriginPolicy: Hashable, Sendable {
    /// Names besides loopback that `Host` may state, in lower case.
    var allowedHosts: Set<String>
    /// Origins besides loopback, in lower case.
    var allowedOrigins: Set<String>

    init(_ configuration: ProxyConfiguration) {
        let hosts = configuration.allowedHosts + configuration.listenHosts
        allowedHosts = Set(hosts.map { $0.lowercased() })
        allowedOrigins = Set(configuration.allowedOrigins.map { Self.normalized($0) })
    }

    /// What is wrong with a request, if anything.
    func objection(to head: RequestHead) -> Problem? {
        let hosts = head.fields.values(of: "host")
        guard hosts.count == 1 || (hosts.isEmpty && head.minorVersion == 0) else {
            return Problem(
                status: 400, what: "livetop cannot tell whom the request is for",
                why: "it has \(hosts.count) Host headers", cure: "Send exactly one")
        }
        if let host = hosts.first, !isAllowed(host: Self.name(ofHost: host)) {
            return Problem(
                status: 421, what: "livetop does not serve the host \(host.prefix(100))",
                why: "it is no loopback name, and a web page could have made it up",
                cure: "Connect to localhost, or allow the name with --allow-host NAME")
        }
        let origins = head.fields.values(of: "origin")
        if let origin = origins.first(where: { !isAllowed(origin: $0) }) {
            return Problem(
                status: 403, what: "livetop does not serve pages from \(origin.prefix(100))",
                why: "any web page could use your keys through it", cure: "Allow it with --allow-origin ORIGIN")
        }
        return nil
    }

    private func isAllowed(host: String) -> Bool { LoopbackName.matches(host) || allowedHosts.contains(host) }

    private func isAllowed(origin: String) -> Bool {
        let origin = Self.normalized(origin)
        if allowedOrigins.contains(origin) { return true }
        guard let authority = try? URLAuthority(url: origin, schemes: ["http": false, "https": true]) else {
            return false
        }
        return authority.userinfo == nil && LoopbackName.matches(authority.host)
    }

    /// `[::1]:8910` → `::1`, `Localhost:80` → `localhost`.
    private static func name(ofHost host: String) -> String {
        let host = host.lowercased()
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[..<end].dropFirst()) }
        return String(host.prefix { $0 != ":" })
    }

    private static func normalized(_ origin: String) -> String {
        let origin = origin.lowercased()
        return origin.hasSuffix("/") ? String(origin.dropLast()) : origin
    }
}
