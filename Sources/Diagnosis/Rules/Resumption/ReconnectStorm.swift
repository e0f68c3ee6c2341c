import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `reconnect-storm`: one short-lived connection after the other.
    static let reconnectStorm = Rule(
        .reconnectStorm, .resumption, .p1, .error,
        title: "one failing connection after the other",
        cause: "The client reconnects at once whatever the reason was, and the reason is still there.",
        fix: """
            Tell reasons apart: credential, quota, model and setup do not get better by trying again. Back off for all \
            others, and clear a handle that was refused.
            """,
        code: cure,
        source: "sonichi/sutando#569; sohzm/cheating-daddy#458; F13",
        traits: [.spansConnections],
        cue: .steps(),
        thresholds: [.stormConnections, .stormWindow, .stormLifetime],
        // A refused handle does no harm to a client that then drops it.
        explains: [.handshakeFailed, .resumeRejected],
        covers: [.troubleshooting(.resumptionLogic), .livekit(.robustly), .practices(.bothLoops)],
        examples: scripts
    ) { context in
        // The others are asked for last: that takes longer than all else.
        guard let last = context.session.connection, let closedAt = last.closedAt,
            closedAt - last.openedAt < context.thresholds.seconds(.stormLifetime), let fleet = context.fleet
        else { return [] }
        let links = fleet.links(with: context.session).filter { isShort($0, context) && $0.openedAt <= last.openedAt }
        let storm = links.filter { last.openedAt - $0.openedAt <= context.thresholds.seconds(.stormWindow) }
        guard Double(storm.count) >= context.thresholds[.stormConnections], storm.last?.connection == last.id,
            isSequence(storm), let first = storm.first, isOneReason(storm)
        else { return [] }
        let gaps = zip(storm, storm.dropFirst()).map { ($1.openedAt - $0.openedAt).seconds }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        return [
            RuleMatch(
                "\(storm.count) connections in \(Words.time(last.openedAt - first.openedAt)), \(fate(of: last, like: first)).",
                from: first.openedAt, to: last.closedAt ?? last.openedAt, on: last.id
            )
            .proof(at: last.openedAt, "the last of them").number("connections", storm.count).number("gap_s", mean)
            .number("gap_variation", variation(of: gaps, mean))
        ]
    }

    /// What happened to all of them, in the words of the last.
    private static func fate(of last: ConnectionClock, like first: FleetView.Link) -> String {
        let (end, said) =
            if let refusal = last.refusal {
                ("all refused with HTTP \(refusal.status)", refusal.words)
            } else {
                (
                    first.closeCode.map { "all closed with \($0)" } ?? "all cut off without a close frame",
                    first.closeReason.map { EndReason.words($0) } ?? ""
                )
            }
        return said.isEmpty ? end : "\(end): ‘\(HTMLText.plain(said))’"
    }

    private static func isShort(_ link: FleetView.Link, _ context: RuleContext) -> Bool {
        guard let closedAt = link.closedAt, link.closedBy != .client || link.setupCompleteAt == nil else {
            return false
        }
        return closedAt - link.openedAt < context.thresholds.seconds(.stormLifetime)
    }

    /// None begins before the one before it ended: several users at once are no storm.
    private static func isSequence(_ links: [FleetView.Link]) -> Bool {
        zip(links, links.dropFirst()).allSatisfy { earlier, later in
            earlier.closedAt.map { $0 <= later.openedAt } ?? false
        }
    }

    private static func isOneReason(_ links: [FleetView.Link]) -> Bool {
        Set(links.map { "\($0.closeCode?.rawValue ?? 0) \($0.closeReason ?? "") \($0.refusedWith ?? 0)" }).count == 1
    }

    private static func variation(of gaps: [Double], _ mean: Double) -> Double? {
        guard mean > 0 else { return nil }
        let variance = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
        return variance.squareRoot() / mean
    }
}

extension RuleID {
    static let reconnectStorm: RuleID = "reconnect-storm"
}

extension Threshold {
    static let stormConnections = Threshold("storm_connections", 3, "so many short connections in a row are a storm")
    static let stormWindow = Threshold("storm_window_s", 30, "when they open within so long")
    static let stormLifetime = Threshold("storm_lifetime_s", 10, "and each lasts less than this")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        await asyncio.sleep(min(30, 2 ** failures) * random.uniform(0.5, 1))  # 0 after 10 s of a call
        """,
    js: """
        await new Promise((done) =>  // failures: 0 again after 10 s of a call
          setTimeout(done, Math.min(30, 2 ** failures) * (500 + 500 * Math.random())));
        """)

private let scripts: [Example] = [
    Example(calls: { storm(gap: 3) }, silent: { storm(gap: 40) }),
    Example(calls: { refusals(gap: 0.2) }, silent: { refusals(gap: 40) }),
]

private func refusals(gap: Double) -> [StagedCall] {
    (0..<4).map { number in
        var call = StagedCall(UInt64(number + 1), start: Double(number) * gap, isUpgraded: false)
        let reason = #"{"error":{"code":429,"message":"You exceeded your current quota."}}"#
        call.append(.refused(Refusal(status: 429, by: .server, reason: reason)))
        call.append(.closed(Closure(by: .server)))
        return call
    }
}

private func storm(gap: Double) -> [StagedCall] {
    (0..<4).map { number in
        var call = StagedCall(UInt64(number + 1), start: Double(number) * gap)
        call.begin(isAccepted: false)
        call.close(1008, "BidiGenerateContent session not found", after: 0.3)
        return call
    }
}
