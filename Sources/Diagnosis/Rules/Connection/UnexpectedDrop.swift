import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `unexpected-drop`: the connection was lost without an explanation.
    static let unexpectedDrop = Rule(
        .unexpectedDrop, .connection, .p1, .error, variants: ["1006", "1000-server", "idle-reaper"],
        title: "connection lost without an explanation",
        cause: """
            Nobody said why: the network or something on the way cut the connection (clients report 1006), or the \
            service ended it with an empty close (1000).
            """,
        fix: """
            Keep the newest resumption handle and reconnect with it. Enable contextWindowCompression for long \
            sessions. Send pings or audio while nobody talks, and raise the timeouts of proxies on the way.
            """,
        source: "troubleshooting guide; google/adk-python#3035, #4587; autonomous-ai/autonomous-os#231",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [
            .troubleshooting(.disconnected), .troubleshooting(.unstableInternet), .troubleshooting(.socketInterrupted),
            .practices(.bothLoops),
        ],
        examples: scripts
    ) { context in
        context.closes(by: .unexpectedDrop).compactMap { match(of: $0, context) } + reaper(context)
    }

    private static func match(of end: ConnectionEnd, _ context: RuleContext) -> RuleMatch? {
        guard let clock = context.clock(end.connection) else { return nil }
        let age = end.age.map(Words.time) ?? "–"
        let title =
            end.sequence == nil
            ? "The connection was cut after \(age) without a close frame."
            : "The service ended the connection after \(age) with an empty \(end.words)."
        let handle = clock.holdings?.hasHandle == false ? "There was no resumption handle to come back with." : ""
        return RuleMatch.end(end, title)
            .proof(clock.conduct.lastDown, "last frame of the service")
            .proof(clock.conduct.lastUp, "last frame of the client")
            .because(
                [Rule.unexpectedDrop.cause, clock.closure?.detail.map { "Seen: \($0)." } ?? "", handle]
                    .filter { !$0.isEmpty }.joined(separator: " ")
            )
            // A client that is gone without a word is a page that was closed as often as a broken line.
            .unsure(if: clock.closure?.detail?.contains("client") == true)
    }

    /// Several connections of one client, cut at the same age: something on the way has a timeout.
    private static func reaper(_ context: RuleContext) -> [RuleMatch] {
        guard let own = context.closes(by: .unexpectedDrop).last, own.sequence == nil, let age = own.age else {
            return []
        }
        let links = context.fleet?.links(with: context.session) ?? []
        let ages = links.compactMap { link -> Double? in
            guard link.closedBy == .transport, link.closeCode == nil, let closedAt = link.closedAt else { return nil }
            return (closedAt - link.openedAt).seconds
        }
        let equal = ages.filter { abs($0 - age.seconds) <= age.seconds / 100 }
        guard equal.count >= 5, age >= .seconds(10) else { return [] }
        return [
            RuleMatch(
                "\(equal.count) connections of this client were cut at the same age of \(Words.time(age)).",
                variant: "idle-reaper", from: own.at, to: own.at, on: own.connection
            )
            .proof(at: own.at, "the last of them").number("connections", equal.count).number("age_s", age.seconds)
            .because("A proxy, load balancer or firewall on the way has a timeout of that length.")
            .cured(by: "Raise that timeout, or send pings more often than it.")
        ]
    }
}

extension RuleID {
    static let unexpectedDrop: RuleID = "unexpected-drop"
}

private let scripts: [Example] = [
    Example("1006") {
        $0.talk(); $0.drop(after: 30)
    } silent: {
        $0.talk(); $0.close(1000, by: .client, after: 30)
    },
    Example("1000-server") {
        $0.talk(); $0.close(1000, after: 30)
    } silent: {
        $0.talk(); $0.close(1000, by: .client, after: 30)
    },
    Example(
        "idle-reaper", calls: { reaped(ages: [60, 60, 60.2, 60, 60.1]) },
        silent: { reaped(ages: [60, 31, 82, 44, 60.1]) }),
]

private func reaped(ages: [Double]) -> [StagedCall] {
    ages.enumerated().map { number, age in
        var call = StagedCall(UInt64(number + 1), start: Double(number) * 100)
        call.talk()
        call.drop(after: age - (call.elapsed - Double(number) * 100))
        return call
    }
}
