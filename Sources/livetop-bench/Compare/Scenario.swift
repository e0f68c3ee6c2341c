/// One traffic under which all subjects are compared.
struct Scenario {
    var title: String
    var traffic: LoadPlan
    var isTLS: Bool
    var subjects: [Subject]

    var isBulk: Bool { traffic.pattern != .paced }

    /// Eight connections with eight messages in flight, as fast as they go.
    static func bulk(downlinkPCM: Int, isTLS: Bool, windowSeconds: Double) -> Scenario {
        let size = downlinkPCM > 10_000 ? "25 kB" : "2.7 kB"
        return Scenario(
            title: "Bulk, 1.8 kB up, \(size) down, \(isTLS ? "TLS" : "plain")",
            traffic: LoadPlan(
                pattern: .bulk(inFlight: 8), sessions: 8, downlinkPCM: downlinkPCM, warmUpSeconds: 0.3,
                windowSeconds: windowSeconds),
            isTLS: isTLS, subjects: Subject.compared)
    }

    /// Real time. mitmproxy stays out of what it cannot carry, about 5000 frames a second.
    static func paced(
        sessions: Int, downlinkPCM: Int = smallDownlink, isTLS: Bool = false, windowSeconds: Double
    ) -> Scenario {
        let size = downlinkPCM > 10_000 ? "25 kB" : "2.7 kB"
        return Scenario(
            title: "Real time, \(sessions) sessions, 1.8 kB up, \(size) down, \(isTLS ? "TLS" : "plain")",
            traffic: LoadPlan(
                pattern: .paced, sessions: sessions, downlinkPCM: downlinkPCM, warmUpSeconds: 1,
                windowSeconds: windowSeconds),
            isTLS: isTLS, subjects: sessions > 50 ? Subject.compared.filter { $0 != .mitmproxy } : Subject.compared)
    }

    /// Calls that nobody breaks, beside a plan for others and without one.
    static func faults(isBulk: Bool) -> Scenario {
        var scenario: Scenario =
            isBulk
            ? .bulk(downlinkPCM: smallDownlink, isTLS: false, windowSeconds: 2)
            : .paced(sessions: 100, windowSeconds: 3)
        scenario.subjects = [.livetopRelay, .livetopRecording, .livetopFaults]
        return scenario
    }

    static let smallDownlink = 1920
    static let largeDownlink = 18_720

    /// About eleven minutes with five rounds.
    static let full: [Scenario] = [
        .bulk(downlinkPCM: smallDownlink, isTLS: false, windowSeconds: 1),
        .bulk(downlinkPCM: largeDownlink, isTLS: false, windowSeconds: 1),
        .bulk(downlinkPCM: smallDownlink, isTLS: true, windowSeconds: 1),
        .bulk(downlinkPCM: largeDownlink, isTLS: true, windowSeconds: 1),
        .paced(sessions: 10, windowSeconds: 3),
        .paced(sessions: 100, windowSeconds: 3),
        .paced(sessions: 100, downlinkPCM: largeDownlink, windowSeconds: 3),
        .paced(sessions: 100, isTLS: true, windowSeconds: 3),
        .paced(sessions: 400, windowSeconds: 4),
    ]

    static let quick: [Scenario] = [
        .bulk(downlinkPCM: smallDownlink, isTLS: false, windowSeconds: 1),
        .bulk(downlinkPCM: largeDownlink, isTLS: true, windowSeconds: 1),
        .paced(sessions: 10, windowSeconds: 2),
        .paced(sessions: 100, windowSeconds: 2),
    ]
}
