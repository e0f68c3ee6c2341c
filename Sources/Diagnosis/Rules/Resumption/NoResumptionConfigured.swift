import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `no-resumption-configured`: there is nothing to come back with.
    static let noResumptionConfigured = Rule(
        .noResumptionConfigured, .resumption, .p1, .error,
        title: "no session resumption",
        cause:
            "The setup has no sessionResumption, so the service issues no handle and a lost connection is a lost session.",
        fix: """
            Put sessionResumption: {} into the setup, store each newHandle that is resumable, and pass the newest one \
            when you reconnect.
            """,
        code: cure,
        source:
            "troubleshooting guide; best practices; Live API guide; pipecat-ai/pipecat#1674; googleapis/js-genai#618",
        thresholds: [.resumptionAdvice],
        covers: [.troubleshooting(.resumptionLogic), .practices(.newestHandle), .guide(.resumption)],
        examples: scripts
    ) { context in
        // The newest connection that it can be said of: one that was lost stays lost when the next one comes.
        Array(context.connections.reversed().lazy.compactMap { match(of: $0, context) }.prefix(1))
    }

    private static func match(of clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let setup = clock.setup, clock.setupCompleteAt != nil,
            setup.setup.resumption == nil, setup.family != .transcribe35, clock.isLive
        else { return nil }
        let end = context.end(of: clock.id)
        let isLost = end.map { $0.isUnasked && $0.verdict != nil } ?? false
        let until = end?.at ?? context.now
        let isLong = until - setup.at >= context.thresholds.seconds(.resumptionAdvice)
        guard isLost || clock.goAway != nil || isLong else { return nil }
        let age = Words.time(until - setup.at)
        var match = RuleMatch(
            isLost
                ? "The connection was lost after \(age), and there is no handle to resume the session."
                : "If this connection ends, the session is lost: after \(age) there is no handle to resume it.",
            isLost || clock.goAway != nil ? .error : .warning, from: setup.at, to: until, on: clock.id
        ).proof(clock.conduct.setups.first, "setup without sessionResumption").number(
            "age_s", (until - setup.at).seconds)
        if let end, isLost { match = match.proof(end.mark, end.words) }
        return match
    }
}

extension RuleID {
    static let noResumptionConfigured: RuleID = "no-resumption-configured"
}

extension Threshold {
    static let resumptionAdvice = Threshold(
        "resumption_advice_s", 180, "a session that lasts so long needs a handle to come back with")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        config.session_resumption = types.SessionResumptionConfig(handle=handle)  # None at first
        update = message.session_resumption_update
        if update and update.resumable: handle = update.new_handle
        """,
    js: """
        config: { sessionResumption: { handle } }  // undefined at first
        const update = message.sessionResumptionUpdate;
        if (update?.resumable) handle = update.newHandle;
        """,
    adk: """
        RunConfig(session_resumption=types.SessionResumptionConfig())
        """,
    raw: """
        {"setup": {"sessionResumption": {}}}
        then, with the newest newHandle of a resumable sessionResumptionUpdate:
        {"setup": {"sessionResumption": {"handle": "HANDLE"}}}
        """)

private let scripts: [Example] = [
    Example(nil, .warning, after: 200) {
        $0.talk()
    } silent: {
        $0.begin(.resumption); $0.exchange()
    },
    Example(behind: .unexpectedDrop) {
        $0.talk(); $0.drop(after: 9)
    } silent: {
        $0.talk(); $0.close(1000, by: .client, after: 9)
    },
]
