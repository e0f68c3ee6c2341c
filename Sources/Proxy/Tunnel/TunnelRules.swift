import NIOCore

/// What livetop does as a forward proxy (`--connect`): Live hosts are opened, other public hosts are passed through
/// untouched, everything else is refused.
public struct TunnelRules: Sendable {
    /// Hosts whose calls are opened and recorded, in lower case.
    public var liveHosts: Set<String>
    /// For tests, which reach nothing beyond this machine: the addresses of a host in the resolver's place, and whether one
    /// of them counts as public.
    var resolve: (@Sendable (String) -> [SocketAddress])?
    var isPublic: @Sendable (SocketAddress) -> Bool = PublicAddress.matches

    /// - Parameter vertexLocation: adds the host of that location.
    public init(vertexLocation: String? = nil) {
        let locations: [String?] = [nil, "global", "us", "eu", vertexLocation]
        liveHosts = Set(locations.map { Upstream.google(vertexLocation: $0).host })
    }

    static let port = 443

    enum Way: Hashable, Sendable {
        case open
        case pass
    }

    /// What is to be done with a target, before its addresses are known; throws a `Problem` for what is refused.
    func way(to target: TunnelTarget) throws(Problem) -> Way {
        guard target.port == Self.port else {
            throw .refusedTunnel(to: target, "only port \(Self.port) is passed through")
        }
        return liveHosts.contains(target.host) ? .open : .pass
    }
}

extension Problem {
    static func refusedTunnel(to target: TunnelTarget, _ why: String) -> Problem {
        Problem(
            status: 403, what: "livetop opens no tunnel to \(target.host.prefix(100)):\(target.port)", why: why,
            cure: "Exempt the host with NO_PROXY, and reach it directly")
    }
}
