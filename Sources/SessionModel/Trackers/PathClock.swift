public import LiveProtocol

/// The kernel's own measurement of both TCP connections, taken once a second while frames cross. It is that of the next
/// hop, which may be a proxy.
public struct PathClock: Codable, Hashable, Sendable {
    /// The latest two minutes of the leg to the client, and of the leg to the service.
    public private(set) var client = Ring<PingClock.RoundTrip>(capacity: 120)
    public private(set) var upstream = Ring<PingClock.RoundTrip>(capacity: 120)

    public init() {}

    mutating func apply(_ sample: PathSample, at instant: Timestamp) {
        if let length = sample.client { client.append(PingClock.RoundTrip(at: instant, duration: length)) }
        if let length = sample.upstream { upstream.append(PingClock.RoundTrip(at: instant, duration: length)) }
    }
}

/// Round trips of one leg, as far as they show by themselves: livetop sends no ping.
public struct LegRoundTrips: Hashable, Sendable {
    public var source: Source
    public var recent: Ring<PingClock.RoundTrip>

    public enum Source: String, CaseIterable, Hashable, Sendable {
        /// Pings of one peer that the other answered, timed on their way through.
        case ping
        /// `TCP_INFO`.
        case kernel
    }

    public var last: PingClock.RoundTrip? { recent.last }

    /// The smallest round trip that at least `share` (0…1) of the recent ones do not exceed.
    public func percentile(_ share: Double) -> Duration? {
        let sorted = recent.map(\.duration).sorted()
        guard !sorted.isEmpty else { return nil }
        let rank = Int((min(max(share, 0), 1) * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}

extension ConnectionClock {
    /// Pings where there are any, since they go all the way; else the kernel's round trips; nil without either.
    public var clientRoundTrips: LegRoundTrips? { Self.choose(conduct.pings.downstream, path.client) }

    public var upstreamRoundTrips: LegRoundTrips? { Self.choose(conduct.pings.upstream, path.upstream) }

    private static func choose(
        _ pings: Ring<PingClock.RoundTrip>, _ kernel: Ring<PingClock.RoundTrip>
    ) -> LegRoundTrips? {
        if !pings.isEmpty { return LegRoundTrips(source: .ping, recent: pings) }
        return kernel.isEmpty ? nil : LegRoundTrips(source: .kernel, recent: kernel)
    }
}
