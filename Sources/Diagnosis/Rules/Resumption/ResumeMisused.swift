import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `resume-misused`: resumption is implemented wrongly.
    static let resumeMisused = Rule(
        .resumeMisused, .resumption, .p1, .error,
        variants: ["null-handle", "wrong-frame", "handle-unused", "stale-handle", "no-replay"],
        title: "resumption is used wrongly",
        cause: "The session cannot be resumed the way the client does it.",
        fix:
            "Keep the newest resumable handle, pass it in setup.sessionResumption.handle, and leave it out for a new session.",
        source:
            "best practices; mastra-ai/mastra#18119, #18190; strands-agents/harness-sdk#1999; google/adk-python#2206",
        covers: [
            .troubleshooting(.resumptionLogic), .practices(.transparentResumption), .practices(.newestHandle),
            .practices(.replay), .reference(.handle),
        ],
        examples: scripts
    ) { context in
        let perConnection = context.connections.flatMap { [nullHandle($0), wrongFrame($0)] }
        let uses = context.session.resumption.uses.flatMap { [stale($0, context), dropped($0, context)] }
        return (perConnection + uses + [unused(context), unplayed(context)]).compactMap { $0 }
    }

    private static func nullHandle(_ clock: ConnectionClock) -> RuleMatch? {
        guard let setup = clock.setup, setup.setup.resumption?.hasNullHandle == true, setup.family.isThree else {
            return nil
        }
        // What the service accepted does no harm.
        guard clock.setupCompleteAt == nil else { return nil }
        return RuleMatch(
            "sessionResumption.handle is null, which \(setup.model ?? "3.x") refuses.", variant: "null-handle",
            clock.closedAt == nil ? .warning : .error, from: setup.at, on: clock.id
        )
        .proof(clock.conduct.setups.first, "setup.sessionResumption.handle = null")
        .cured(by: "Leave handle out where there is none.")
    }

    private static func wrongFrame(_ clock: ConnectionClock) -> RuleMatch? {
        let names = ["sessionResume", "session_resume", "sessionResumption", "session_resumption"]
        guard let path = clock.conduct.unknownPaths.first(where: names.contains) else { return nil }
        let at = clock.conduct.unknownField?.at ?? clock.openedAt
        return RuleMatch(
            "The client sends \(path) as a message of its own.", variant: "wrong-frame", from: at, on: clock.id
        )
        .proof(clock.conduct.unknownField, path)
        .because("There is no such message: resumption is asked for in the setup.")
    }

    /// The session came back, and what the microphone heard meanwhile did not. What fell between connections that were not
    /// resumed counts with it, as it does wherever gaps are listed.
    private static func unplayed(_ context: RuleContext) -> RuleMatch? {
        let gaps = context.session.resumption.gaps.filter { $0.lostAudio ?? .zero > .milliseconds(500) }
        guard let first = gaps.first, let last = gaps.last, gaps.contains(where: \.isResumed) else { return nil }
        let lost = gaps.reduce(Duration.zero) { $0 + ($1.lostAudio ?? .zero) }
        return RuleMatch(
            "\(Words.time(lost)) of the user's audio fell between connections and was not sent again, in \(Words.count(gaps.count, "gap")).",
            variant: "no-replay", .info, from: first.start, to: last.end, on: last.to
        )
        .because("The client does not keep what it records while no connection is there.")
        .cured(by: "Keep the audio while reconnecting, and send it once setupComplete has come.")
        .number("lost_ms", lost.milliseconds).number("reconnects", gaps.count)
    }

    private static func stale(_ use: HandleUse, _ context: RuleContext) -> RuleMatch? {
        guard use.kind == .stale, let clock = context.clock(use.connection) else { return nil }
        let severity: Severity = clock.setup?.family == .live38 ? .info : .warning
        return RuleMatch(
            "The client resumed with a handle that was not the newest.", variant: "stale-handle", severity,
            from: use.frame.at, on: use.connection
        )
        .proof(use.frame, "setup with an older handle")
        .because("What was said after that handle was issued is lost.")
    }

    /// The session goes on, told by its client and model, without the handle that it was given.
    private static func dropped(_ use: HandleUse, _ context: RuleContext) -> RuleMatch? {
        guard use.kind == .unused, let before = context.predecessor(of: use.connection), before.closedAt != nil,
            before.closure?.by != .client
        else { return nil }
        return unused("The client came back without the handle that it was given.", from: before.closedAt, use.frame.at)
            .on(use.connection).proof(use.frame, "setup without a handle")
    }

    private static func unused(_ title: String, from start: Timestamp?, _ end: Timestamp) -> RuleMatch {
        RuleMatch(title, variant: "handle-unused", .warning, from: start ?? end, to: end)
            .because("What was said on the connection before is lost.")
            .cured(by: "Pass the newest handle of the lost connection in setup.sessionResumption.handle.")
    }

    /// A connection of the same client ended without its doing, left a handle, and this session began without it.
    private static func unused(_ context: RuleContext) -> RuleMatch? {
        guard let first = context.connections.first, let setup = first.setup, setup.setup.resumption?.handle == nil,
            context.hasNeighbourEnd(before: first.openedAt, within: .seconds(60)),
            let links = context.fleet?.links(with: context.session)
        else { return nil }
        let before = links.last { link in
            guard let closedAt = link.closedAt, link.session != context.session.id else { return false }
            return closedAt <= first.openedAt && first.openedAt - closedAt <= .seconds(60)
        }
        guard let before, before.leavesHandle, before.closedBy == .server || before.closedBy == .transport,
            before.model == setup.model,
            !links.contains(where: { isOther($0, before, first) })
        else { return nil }
        return unused(
            "The client came back without the handle of session \(before.session).", from: before.closedAt,
            first.openedAt
        )
        .on(first.id).unsure().proof(first.conduct.setups.first, "setup without a handle")
    }

    /// Several users behind one address: whose connection follows whose is not known.
    private static func isOther(_ link: FleetView.Link, _ before: FleetView.Link, _ first: ConnectionClock) -> Bool {
        link.connection != before.connection && link.connection != first.id && link.openedAt < first.openedAt
            && (link.closedAt.map { $0 > first.openedAt } ?? true)
    }
}

extension RuleID {
    static let resumeMisused: RuleID = "resume-misused"
}

private let scripts: [Example] = [
    Example("null-handle", .warning) {
        $0.begin(model: "models/gemini-3.8-live", #""sessionResumption":{"handle":null}"#, isAccepted: false)
    } silent: {
        $0.begin(model: "models/gemini-3.8-live", .resumption, isAccepted: false)
    },
    Example(
        "stale-handle", .warning, behind: .unexpectedDrop, calls: { .resumed(after: 2, handle: "h1") },
        silent: { .resumed(after: 2, handle: "h2") }),
    Example(
        "handle-unused", .warning, behind: .unexpectedDrop, calls: { .resumed(after: 2, handle: nil) },
        silent: { .resumed(after: 2, handle: "h2") }),
    Example(
        "no-replay", .info, behind: .unexpectedDrop, calls: { speaking(replayed: 0) },
        silent: { speaking(replayed: 2.4) }),
]

/// A user who talks while the connection breaks and comes back two seconds later.
///
/// - Parameter replayed: seconds of audio that the client kept and sends at once.
private func speaking(replayed: Double) -> [StagedCall] {
    var first = StagedCall(1)
    first.begin(.resumption)
    first.handle("h1")
    first.audio(seconds: 3)
    first.drop()
    var second = StagedCall(2, start: first.elapsed + 2)
    second.begin(.resuming("h1"))
    second.audio(seconds: replayed, pace: 0)
    second.audio(seconds: 4)
    return [first, second]
}
