/// What one number of real-time sessions did to one subject.
struct CapacityStep {
    var result: MeasurementResult

    /// A message that comes more than one message interval (40 ms) late is as good as lost to a conversation.
    static let lateMicroseconds = 40_000.0

    /// What went wrong, in order of gravity; nil while all is well.
    var failure: String? {
        let load = result.load
        let broken = load.client.broken + load.upstream.broken
        if broken > 0 { return "\(broken) sessions broken" }
        if load.lost > 0 { return "\(load.lost) lost" }
        if let unrecorded = result.unrecorded, unrecorded > 0 { return "\(unrecorded) not recorded" }
        guard let slowest, slowest.p99 > Self.lateMicroseconds else { return nil }
        return "late"
    }

    /// `12 % · p99 0.34 ms · 31 MB`, and what failed.
    var text: String {
        let core = result.load.proxyCPUSeconds.map { "\(Int($0 / result.load.windowSeconds * 100)) % · " } ?? ""
        let latency = "p99 \((slowest.map { $0.p99 / 1000 }).short) ms"
        let memory = result.load.residentMegabytes.max().map { " · \(Int($0)) MB" } ?? ""
        return core + latency + memory + (failure.map { " · **\($0)**" } ?? "")
    }

    /// The direction with the longer tail.
    private var slowest: LatencySummary? {
        [result.load.client.latency, result.load.upstream.latency].compactMap { $0 }.max { $0.p99 < $1.p99 }
    }
}
