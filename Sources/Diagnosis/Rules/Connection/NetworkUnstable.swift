import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `network-unstable`: the round trip is out of range.
    static let networkUnstable = Rule(
        .networkUnstable, .connection, .p1, .warning, variants: ["rtt", "uplink-jitter", "loss-recovery"],
        title: "slow or uneven network",
        cause: "Packets take long or are sent again: a weak radio link, a busy uplink, a region far away.",
        fix: "Use a region near the user, a cable or a better radio link, TCP_NODELAY, no power saving of the Wi-Fi.",
        source: "troubleshooting guide (check the connection); thresholds are ours",
        standing: .passing(after: .seconds(10), of: .connection),
        thresholds: [.roundTripMedian, .roundTripTail, .jitterTail, .stallCount],
        covers: [.troubleshooting(.unstableInternet)],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            leg(clock.conduct.pings.downstream, "the client", clock, context)
                ?? leg(clock.conduct.pings.upstream, "the service", clock, context)
        } + [uplink(context)].compactMap(\.self)
    }

    private static func leg(
        _ trips: Ring<PingClock.RoundTrip>, _ name: String, _ clock: ConnectionClock, _ context: RuleContext
    ) -> RuleMatch? {
        guard trips.count >= 5, let first = trips.first, let last = trips.last else { return nil }
        let sorted = trips.map(\.duration.milliseconds).sorted()
        let (median, tail) = (sorted[sorted.count / 2], sorted[min(sorted.count * 95 / 100, sorted.count - 1)])
        guard median > context.thresholds[.roundTripMedian] || tail > context.thresholds[.roundTripTail] else {
            return nil
        }
        return RuleMatch(
            "The round trip to \(name) takes \(Words.number(median)) ms, up to \(Words.number(tail)) ms.",
            variant: "rtt", from: first.at, to: last.at, on: clock.id
        )
        .proof(at: last.at, "\(trips.count) pings of that leg")
        .number("round_trip_p50_ms", median).number("round_trip_p95_ms", tail).number("pings", trips.count)
    }

    /// Audio that is held up and then comes all at once: nothing is lost, and it comes late.
    private static func uplink(_ context: RuleContext) -> RuleMatch? {
        let pace = context.session.inputAudio.pace
        let minutes = max(context.session.inputAudio.duration.seconds / 60, 0.5)
        let stalls = Double(pace.stallCount) / minutes
        guard stalls >= context.thresholds[.stallCount],
            let jitter = context.session.metrics.statistics(for: .jitter), jitter.max > context.thresholds[.jitterTail],
            let chunk = context.session.metrics.percentile(0.5, of: .chunk), chunk <= 100
        else { return nil }
        return RuleMatch(
            "Audio was held up \(Words.times(pace.stallCount)), by \(Words.number(jitter.max)) ms at most, and then came at once.",
            variant: jitter.max > 400 ? "loss-recovery" : "uplink-jitter", from: context.session.openedAt,
            to: context.now, on: context.session.connection?.id
        )
        .number("stalls", pace.stallCount).number("stalls_per_min", stalls).number("jitter_p99_ms", jitter.p99)
        .number("jitter_max_ms", jitter.max)
    }
}

extension RuleID {
    static let networkUnstable: RuleID = "network-unstable"
}

extension Threshold {
    static let roundTripMedian = Threshold("round_trip_p50_ms", 250, "the usual round trip is too long above this")
    static let roundTripTail = Threshold(
        "round_trip_p95_ms", 600, "the slowest twentieth of round trips is too long above this")
    static let jitterTail = Threshold("jitter_max_ms", 250, "audio that comes so late at worst was held up")
    static let stallCount = Threshold(
        "stalls_per_min", 3, "audio that is held up so often comes over an uneven network")
}

private let scripts: [Example] = [
    Example("rtt", .warning) {
        $0.talk(); $0.pings(roundTrip: 0.4)
    } silent: {
        $0.talk(); $0.pings(roundTrip: 0.02)
    }
]

extension StagedCall {
    fileprivate mutating func pings(roundTrip: Double) {
        for _ in 1...6 {
            control(.clientToServer, .ping, after: 1)
            control(.serverToClient, .pong, after: roundTrip)
        }
    }
}
