import LiveProtocol

/// Where calls go that bear a tag or begin with a path, and on which way. The first rule that fits decides.
public struct UpstreamRule: Hashable, Sendable {
    public enum Match: Hashable, Sendable {
        /// Of `/t/<tag>/`.
        case tag(String)
        /// What a client's base URL ends with, such as `/staging`; it is taken off what goes to the upstream.
        case path(String)
        /// All that no other rule names.
        case other
    }

    public enum Way: Hashable, Sendable {
        /// As the environment says.
        case usual
        /// Whatever the environment says.
        case direct
        case through(OutboundProxy)
    }

    public var match: Match
    public var upstream: Upstream
    public var way: Way

    public init(_ match: Match, upstream: Upstream, way: Way = .usual) {
        self.match = match
        self.upstream = upstream
        self.way = way
    }

    func fits(_ route: Route) -> Bool {
        switch match {
        case .tag(let wanted): wanted == route.tag
        case .path(let prefix): Self.begins(route.ownTarget, prefix)
        case .other: true
        }
    }

    /// A target for the upstream, without the path by which the rule was chosen.
    func forwarded(_ target: String) -> String {
        guard case .path(let prefix) = match, Self.begins(target, prefix) else { return target }
        let rest = target.dropFirst(prefix.count)
        return rest.first == "/" ? String(rest) : "/" + rest
    }

    /// Up to the end of a segment.
    private static func begins(_ target: String, _ prefix: String) -> Bool {
        guard target.hasPrefix(prefix) else { return false }
        return target.dropFirst(prefix.count).first.map { "/?".contains($0) } ?? true
    }
}

extension [UpstreamRule] {
    /// The first that fits; what is for all others comes last, wherever it stands.
    func first(for route: Route) -> UpstreamRule? {
        first { $0.match != .other && $0.fits(route) } ?? first { $0.match == .other }
    }
}
