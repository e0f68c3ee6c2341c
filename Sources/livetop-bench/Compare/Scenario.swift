/// One traffic under which all subjects are compared.
struct Scenario {
    var title: String
    var traffic: LoadPlan
    var isTLS: Bool
    var subjects: [Subject]

    /// Percent of the frames of a run that its recording may leave out: none, with more messages than calls have one in a
    /// hundred, and nil where more calls come than two cores carry beside their load.
    var lossAllowed: Double? {
        if case .held = traffic.pattern { 1 } else { traffic.sessions > 400 ? nil : 0 }
    }

    var isBulk: Bool { !traffic.pattern.isClocked }

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

    /// What recording does when there is more than usual, beside relaying alone: 400 real-time calls for `seconds`, fewer and
    /// more of them for a part of that, and more messages a second than calls have.
    static func load(seconds: Double) -> [Scenario] {
        var scenarios: [Scenario] = [
            .paced(sessions: 100, windowSeconds: seconds / 6), .paced(sessions: 400, windowSeconds: seconds),
            .paced(sessions: 800, windowSeconds: seconds / 3),
        ]
        scenarios.append(
            Scenario(
                title: "60,000 frames a second, 8 sessions, 1.8 kB up, 2.7 kB down, plain",
                traffic: LoadPlan(
                    pattern: .held(framesPerSecond: 60_000), sessions: 8, warmUpSeconds: 1,
                    windowSeconds: seconds / 6),
                isTLS: false, subjects: []))
        for index in scenarios.indices { scenarios[index].subjects = [.nothing, .livetopRelay, .livetopRecording] }
        return scenarios
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

extension [Scenario] {
    /// Those whose title contains `part`; all where it is nil.
    func titled(_ part: String?) throws(BenchError) -> [Scenario] {
        guard let part else { return self }
        let found = filter { $0.title.contains(part) }
        guard !found.isEmpty else {
            throw BenchError("no scenario is called so; there are:\n\(map(\.title).joined(separator: "\n"))")
        }
        return found
    }
}
