import LiveProtocol

/// Round trips of one leg over many connections, by where they come from: pings go all the way, the kernel's samples
/// to the next hop.
public struct RoundTripLog: Sendable {
    private var distributions: [LegRoundTrips.Source: Distribution] = [:]

    public init() {}

    /// Adds what is kept of a connection's round trips, the latest two minutes.
    public mutating func add(_ trips: LegRoundTrips?) {
        guard let trips else { return }
        let resolution = Metric.Unit.milliseconds.resolution
        for trip in trips.recent {
            distributions[trips.source, default: Distribution(resolution: resolution)]
                .record(trip.duration.milliseconds)
        }
    }

    /// In milliseconds; nil without samples.
    public func statistics(for source: LegRoundTrips.Source) -> MetricStatistics? {
        distributions[source].flatMap { MetricStatistics($0, anchor: nil) }
    }
}
