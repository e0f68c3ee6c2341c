internal import LiveProtocol

/// Where the connections of a session went. Each place is named once; a session goes to few.
public struct CallTargets: Codable, Hashable, Sendable {
    /// Names of the service's machines, without ports.
    public private(set) var hosts: [String]
    /// What was asked for there, credentials replaced.
    public private(set) var paths: [String]

    /// Further places of a session are not kept: only a client that invents them has so many.
    private static let limit = 8

    public init(hosts: [String] = [], paths: [String] = []) {
        self.hosts = Array(hosts.prefix(Self.limit))
        self.paths = Array(paths.prefix(Self.limit))
    }

    /// Takes in where one more connection goes.
    public mutating func insert(upstream: String, target: String) {
        Self.insert(Self.host(of: upstream), into: &hosts)
        Self.insert(target, into: &paths)
    }

    mutating func apply(_ event: LiveEvent) {
        guard case .wire(.opened(let info)) = event.kind else { return }
        insert(upstream: info.upstream, target: info.target)
    }

    private static func insert(_ place: String, into places: inout [String]) {
        if places.count < limit, !places.contains(place) { places.append(place) }
    }

    /// `example.com` of `https://example.com:443`, `::1` of `http://[::1]:8080`.
    private static func host(of upstream: String) -> String {
        let authority =
            upstream.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? upstream[...]
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[..<end].dropFirst())
        }
        return String(authority.split(separator: ":").first ?? authority)
    }
}
