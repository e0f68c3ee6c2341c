import LiveProtocol
import SessionModel

extension Rule {
    /// `session-cap-close`: closed by the limit of a connection or a session.
    static let sessionCapClose = Rule(
        "session-cap-close", .resumption, .p1, .error, variants: ["connection-10min", "audio-15min", "av-2min"],
        title: "the limit of the connection or session",
        cause: "A connection lasts about ten minutes, a session without compression 15 with audio and 2 with video.",
        fix: """
            Reconnect with the newest handle at goAway, or at a turn boundary before the tenth minute. Compression \
            lifts the limit of the session, not that of the connection.
            """,
        source: "troubleshooting guide (10 minutes); Live API guide; kizuna-ai-lab/sokuji#179; googleapis/js-genai#618"
    ) { context in
        context.closes(by: "session-cap-close").compactMap { end in
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
