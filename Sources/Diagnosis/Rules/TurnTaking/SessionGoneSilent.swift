import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `session-gone-silent`: the socket is alive, the model is not.
    static let sessionGoneSilent = Rule(
        .sessionGoneSilent, .turnTaking, .p1, .error, variants: ["speech", "text", "zero-output-turns"],
        title: "the model has gone silent",
        cause: "The service froze: frames still flow, and resumption updates may still come, but no content.",
        fix: "Watch for it: after 8 to 10 s without an answer resume on a new connection. A text helps only sometimes.",
        source:
            "google-gemini/gemini-live-api-examples#54, #55; google-gemini/cookbook#1225; googleapis/python-genai#2333",
        standing: .passing(of: .connection),
        thresholds: [.textPatience],
        explains: [.speechUnanswered, .turnLatencyHigh],
        covers: [.troubleshooting(.socketInterrupted)],
        examples: scripts
    ) { context in
        [text(context), speech(context), zeroOutput(context)].compactMap { $0 }
    }

    /// A text that nothing followed.
    private static func text(_ context: RuleContext) -> RuleMatch? {
        guard let clock = context.connections.last, !clock.conduct.turnCompletes.isEmpty,
            context.session.tools.pending.isEmpty,
            let asked = [clock.conduct.texts.last, clock.conduct.contents.last].compactMap({ $0 }).max(by: {
                $0.at < $1.at
            }),
            clock.conduct.serverContent.last.map({ $0.at < asked.at }) ?? true
        else { return nil }
        let until = context.end(of: clock.id)?.at ?? context.now
        guard until - asked.at >= context.thresholds.seconds(.textPatience) else { return nil }
        return match("text", "A text has had no answer for \(Words.time(until - asked.at)).", clock, asked.at, until)
            .proof(asked, "text of the client")
    }

    private static func speech(_ context: RuleContext) -> RuleMatch? {
        guard let clock = context.connections.last, !clock.conduct.turnCompletes.isEmpty,
            context.session.tools.pending.isEmpty
        else { return nil }
        let since = clock.conduct.serverContent.last?.at ?? clock.openedAt
        let silent = Unanswered.utterances(context).filter { $0.connection == clock.id && $0.onset > since }
        // Short words that nothing took notice of were not heard, which is another matter than a service that froze.
        let wasHeard = silent.contains { $0.noticedAt != nil || $0.duration >= .seconds(1) }
        guard silent.count >= 2, wasHeard, let first = silent.first else { return nil }
        let until = context.end(of: clock.id)?.at ?? context.now
        return match(
            "speech", "\(silent.count) utterances in a row had no answer, for \(Words.time(until - first.end)).", clock,
            first.onset, until
        )
        .proof(at: first.onset, "the first of them").number("utterances", silent.count)
    }

    private static func match(
        _ variant: String, _ title: String, _ clock: ConnectionClock, _ from: Timestamp, _ until: Timestamp
    ) -> RuleMatch {
        RuleMatch(title, variant: variant, from: from, to: until, on: clock.id)
            .proof(clock.conduct.serverContent.last, "last content of the service")
            .proof(clock.conduct.lastDown, "last frame of the service")
            .number("silence_s", (until - from).seconds)
            .number("resumption_updates", clock.conduct.resumptionUpdates.count)
    }

    private static func zeroOutput(_ context: RuleContext) -> RuleMatch? {
        let turns = Array(context.session.turns.recent.suffix(3))
        guard turns.count == 3, let first = turns.first, let last = turns.last,
            context.session.interruptions.recent.contains(where: { $0.at < first.openedAt }),
            turns.allSatisfy({ $0.isEmpty && $0.completedAt != nil })
        else { return nil }
        return RuleMatch(
            "Three turns in a row were complete without any output, after an interruption.",
            variant: "zero-output-turns", from: first.openedAt, to: last.completedAt, on: last.connection
        ).proof(at: last.completedAt, "turnComplete without output").number("turns", turns.count)
    }
}

extension Turn {
    /// Nothing came of it that the user could hear, read or wait for.
    var isEmpty: Bool {
        firstAudioAt == nil && firstTextAt == nil && modelText.isEmpty && toolCalls == 0 && thoughts.isEmpty
    }
}

extension RuleID {
    static let sessionGoneSilent: RuleID = "session-gone-silent"
}

extension Threshold {
    static let textPatience = Threshold("text_patience_s", 15, "a text that is not answered for so long is unanswered")
}

private let scripts: [Example] = [
    Example("text", after: 16) {
        $0.talk(); $0.text("Are you there?", after: 1)
    } silent: {
        $0.talk(); $0.text("Are you there?", after: 1); $0.speak()
    }
]
