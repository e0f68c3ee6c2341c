import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `client-content-midsession`: clientContent after the conversation began, on 3.x.
    static let clientContentMidsession = Rule(
        .clientContentMidsession, .setup, .p1, .error,
        title: "clientContent in mid-session",
        cause: """
            3.x takes clientContent only as the history that opens a conversation, and only with \
            historyConfig.initialHistoryInClientContent in the setup.
            """,
        fix: """
            Send realtimeInput.text instead; it always triggers a reply. To change instructions, reconnect with the \
            resumption handle and a new setup.
            """,
        code: cure,
        source: "livekit/agents#5262, #5251, #5238; google/adk-python#5018; strands-agents/harness-sdk#1999, #2000",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        explains: [.midSessionPayloadRejected],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            guard clock.setup?.family.isThree == true else { return nil }
            let contents = clock.conduct.contents
            let end = context.end(of: clock.id)
            if let end, end.verdict?.rule == .clientContentMidsession {
                let gap = contents.last.map { Words.time(end.at - $0.at) } ?? "–"
                return RuleMatch.end(end, "clientContent, and \(gap) later \(end.words).", from: contents.last?.at)
                    .proof(contents.last, "clientContent").number("turns_before", clock.conduct.turnCompletes.count)
            }
            // 3.8 takes it, and breaks off what it is saying.
            let late = clock.conduct.contentsAfterModel
            guard !late.isEmpty, clock.setup?.family == .live31 else { return nil }
            return RuleMatch(
                "\(Words.count(late.count, "clientContent")) after the model had spoken, on \(clock.setup?.model ?? "–").",
                .warning, from: late.first?.at ?? clock.openedAt, to: late.last?.at, on: clock.id
            )
            .proof(late.first, "clientContent").number("messages", late.count)
        }
    }
}

extension RuleID {
    static let clientContentMidsession: RuleID = "client-content-midsession"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        await session.send_realtime_input(text=text)
        """,
    js: """
        session.sendRealtimeInput({ text });
        """,
    raw: """
        {"realtimeInput": {"text": "…"}}
        """)

private let scripts: [Example] = [
    Example {
        $0.begin(model: StagedCall.live31); $0.exchange(); $0.content("now");
        $0.close(1007, invalidArgument, after: 0.2)
    } silent: {
        $0.begin(); $0.exchange(); $0.content("now"); $0.close(1007, invalidArgument, after: 0.2)
    },
    Example(nil, .warning) {
        $0.begin(model: StagedCall.live31); $0.exchange(); $0.content("now")
    } silent: {
        $0.begin(model: "models/gemini-3.8-live"); $0.exchange(); $0.content("now")
    },
    Example(nil, .warning) {
        $0.begin(model: StagedCall.live31); $0.exchange(); $0.content("now")
    } silent: {
        $0.begin(model: StagedCall.live31, #""historyConfig":{"initialHistoryInClientContent":true}"#)
        $0.content("before"); $0.exchange()
    },
]

private let invalidArgument = "Request contains an invalid argument."
