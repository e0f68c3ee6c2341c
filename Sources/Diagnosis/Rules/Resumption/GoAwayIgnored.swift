import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `goaway-ignored`: the service announced the end of the connection and the client did not move.
    static let goAwayIgnored = Rule(
        .goAwayIgnored, .resumption, .p1, .error,
        title: "goAway received, no move",
        cause: """
            The client has no handler for goAway, or looks at the clock only when a message comes: after goAway the \
            service may go quiet.
            """,
        fix: """
            On goAway start a timer; at the next turn boundary, or after half of timeLeft, open a new connection with \
            the newest resumption handle and close the old one.
            """,
        code: cure,
        source: "best practices; pydantic/pydantic-ai#6643, #7188; sierra-research/tau2-bench#461; livekit/agents#2129",
        thresholds: [.goAwayMargin],
        explains: [.sessionCapClose, .unexpectedDrop, .serverInternalError, .unclassifiedClose],
        covers: [
            .troubleshooting(.resumptionLogic), .troubleshooting(.tenMinutes), .practices(.goAway), .guide(.goAway),
            .reference(.messages),
        ],
        examples: scripts
    ) { context in
        context.connections.compactMap { match(of: $0, context) }
    }

    private static func match(of clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let goAway = clock.goAway else { return nil }
        let end = context.end(of: clock.id)
        // A client that says goodbye itself has nothing left to move.
        if let end, !end.isUnasked { return nil }
        if let next = context.connection(openedAfter: clock.openedAt), next.openedAt <= (end?.at ?? context.now) {
            return nil
        }
        guard let deadline = goAway.deadline ?? end?.at else { return nil }
        let isOver = end != nil
        guard isOver || context.now >= deadline - context.thresholds.seconds(.goAwayMargin) else {
            return predicted(clock, goAway, deadline, context)
        }
        let timeLeft = goAway.timeLeft.map(Words.time) ?? "no time"
        let back = end.flatMap { end in
            context.connection(openedAfter: end.at).map { " It came back \(Words.time($0.openedAt - end.at)) later." }
        }
        var match = RuleMatch(
            isOver
                ? "goAway announced the end in \(timeLeft); the client did not reconnect before the connection ended.\(back ?? "")"
                : "goAway announced the end in \(timeLeft); the time is over and the client has not reconnected.",
            isOver ? .error : .warning, from: goAway.at, to: end?.at ?? context.now, on: clock.id
        )
        .proof(FrameMark(sequence: goAway.sequence, at: goAway.at), "goAway, \(timeLeft) left")
        .number("time_left_s", goAway.timeLeft?.seconds)
        if let end {
            match = match.proof(end.mark, end.words).number("waited_s", (end.at - goAway.at).seconds)
        }
        return match
    }

    /// There is time left and nothing to come back with.
    private static func predicted(
        _ clock: ConnectionClock, _ goAway: ConnectionClock.Announcement, _ deadline: Timestamp, _ context: RuleContext
    ) -> RuleMatch? {
        guard context.session.resumption.handle == nil else { return nil }
        let left = deadline - context.now
        return RuleMatch(
            "The connection ends in \(Words.time(left)), and there is no handle to resume the session with.", .warning,
            from: goAway.at, to: context.now, on: clock.id
        )
        .predicted().proof(FrameMark(sequence: goAway.sequence, at: goAway.at), "goAway")
        .number("left_s", left.seconds)
    }
}

extension RuleID {
    static let goAwayIgnored: RuleID = "goaway-ignored"
}

extension Threshold {
    static let goAwayMargin = Threshold(
        "goaway_margin_s", 2, "so shortly before the announced end it is too late to move")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        if message.go_away:  # at the next turn boundary: connect, then close this session
            config.session_resumption = types.SessionResumptionConfig(handle=handle)
            moved = client.aio.live.connect(model=model, config=config)
        """,
    js: """
        if (message.goAway) {  // at the next turn boundary: connect, then close this session
          config.sessionResumption = { handle };
          next = await ai.live.connect({ model, config, callbacks });
        }
        """,
    adk: """
        RunConfig(session_resumption=types.SessionResumptionConfig())
        """,
    raw: """
        on {"goAway": {"timeLeft": "50s"}} open another WebSocket and begin it with
        {"setup": {"sessionResumption": {"handle": "HANDLE"}}}, then close the old one
        """)

private let scripts: [Example] = [
    Example {
        $0.begin(.resumption); $0.exchange(); $0.handle(); $0.goAway(); $0.close(1011, after: 10)
    } silent: {
        $0.begin(.resumption); $0.exchange(); $0.handle(); $0.goAway(); $0.close(1000, by: .client, after: 3)
    },
    Example(nil, .warning, behind: .noResumptionConfigured) {
        $0.talk(); $0.goAway()
    } silent: {
        $0.begin(.resumption); $0.handle(); $0.goAway()
    },
    Example(calls: { moved(after: 40) }, silent: { moved(after: 4) }),
]

extension StagedCall {
    fileprivate mutating func goAway() { server(#"{"goAway":{"timeLeft":"10s"}}"#, after: 1) }
}

/// A connection that is told to go, and one that continues it.
private func moved(after seconds: Double) -> [StagedCall] {
    var first = StagedCall(1)
    first.begin(.resumption)
    first.handle("h1")
    first.goAway()
    let start = first.elapsed + seconds
    first.close(1011, "Deadline expired before operation could complete.", after: 10)
    var second = StagedCall(2, start: start)
    second.begin(.resuming("h1"))
    return [first, second]
}
