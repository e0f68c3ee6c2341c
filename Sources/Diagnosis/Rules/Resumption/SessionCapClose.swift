import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `session-cap-close`: closed by the limit of a connection or a session.
    static let sessionCapClose = Rule(
        .sessionCapClose, .resumption, .p1, .error, variants: ["connection-10min", "audio-15min", "av-2min"],
        title: "the limit of the connection or session",
        cause: "A connection lasts about ten minutes, a session without compression 15 with audio and 2 with video.",
        fix: """
            Reconnect with the newest handle at goAway, or at a turn boundary before the tenth minute. Compression \
            lifts the limit of the session, not that of the connection.
            """,
        code: .compression,
        source: "troubleshooting guide (10 minutes); Live API guide; kizuna-ai-lab/sokuji#179; googleapis/js-genai#618",
        traits: [.endsConnection],
        cue: .steps(),
        thresholds: [.capFrom, .capTo],
        explains: [.serverInternalError, .unexpectedDrop, .noResumptionConfigured],
        covers: [
            .troubleshooting(.disconnected), .troubleshooting(.tenMinutes), .guide(.goAway), .guide(.sessionLimits),
            .reference(.sessionLimits),
        ],
        examples: scripts
    ) { context in
        context.closes(by: .sessionCapClose).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            let age = end.age.map(Words.time) ?? "–"
            return RuleMatch.end(
                end, "The service ended the connection at the age of \(age): \(end.words).", from: clock.openedAt
            )
            .proof(clock.goAway.map { FrameMark(sequence: $0.sequence, at: $0.at) }, "goAway")
            .unsure(if: clock.goAway == nil && (end.reason ?? "").isEmpty)
        }
    }
}

extension RuleID {
    static let sessionCapClose: RuleID = "session-cap-close"
}

extension Threshold {
    static let capFrom = Threshold("cap_from_s", 540, "a connection of this age may have met its limit")
    static let capTo = Threshold("cap_to_s", 660, "and one that is older has not")
}

private let scripts: [Example] = [
    Example("connection-10min") {
        $0.begin(.resumption); $0.exchange()
        $0.close(1011, "Deadline expired before operation could complete.", after: 597)
    } silent: {
        $0.begin(.resumption); $0.exchange(); $0.close(1011, "Internal error encountered.", after: 97)
    }
]
