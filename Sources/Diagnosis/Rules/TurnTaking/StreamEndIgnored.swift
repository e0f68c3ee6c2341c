import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `stream-end-ignored`: on 3.8 `audioStreamEnd` does not end the user's turn.
    static let streamEndIgnored = Rule(
        .streamEndIgnored, .turnTaking, .p1, .error,
        title: "audioStreamEnd did not end the turn",
        cause: """
            3.8 finds the end of speech in about a second of silence behind it; audioStreamEnd does not stand in for it, so \
            that the turn stays open.
            """,
        fix: """
            Go on sending the microphone, or silence for at least a second, after the user has spoken; audioStreamEnd is of \
            no use on 3.8. Or detect speech in the client and send activityStart and activityEnd.
            """,
        source: "pydantic-ai 2.68, verified live 2026-09-16 to 10-27; public reports of 2026-10 and 2026-11",
        thresholds: [.streamEndPatience],
        explains: [.speechUnanswered, .audioPausedNoStreamEnd, .sessionGoneSilent],
        covers: [.guide(.audioStreamEnd)],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, setup.isServerVADOn, [.live38, .extended38].contains(setup.family)
        else { return [] }
        let waits = context.session.inputAudio.pauses.recent.compactMap { wait($0, context) }
        guard let first = waits.first, let last = waits.last else { return [] }
        let times = waits.count == 1 ? "" : ", \(waits.count) times"
        return [
            RuleMatch(
                """
                audioStreamEnd came \(Words.time(first.pause.startedAt - first.speech.end)) after speech, and then neither \
                audio nor an answer for \(Words.time(first.until - first.pause.startedAt))\(times).
                """, from: first.pause.startedAt, to: last.until, on: first.speech.connection
            )
            .proof(at: first.speech.onset, "speech of \(Words.time(first.speech.duration))")
            .proof(context.clock(first.speech.connection)?.conduct.activity.streamEnds.first, "audioStreamEnd")
            .number("silence_s", (first.until - first.pause.startedAt).seconds).number("times", waits.count)
        ]
    }

    private struct Wait {
        var pause: StreamPause
        var speech: SpokenInput
        var until: Timestamp
    }

    /// A pause that was announced right behind speech that had no answer while it lasted.
    private static func wait(_ pause: StreamPause, _ context: RuleContext) -> Wait? {
        let patience = context.thresholds.seconds(.streamEndPatience)
        guard pause.isAnnounced,
            let speech = context.session.utterances.recent.last(where: { $0.end <= pause.startedAt }),
            pause.startedAt - speech.end <= .milliseconds(1_500), speech.duration >= .milliseconds(300),
            speech.isEcho != true, !speech.isOverModel, !speech.wasToolPending
        else { return nil }
        let end = context.end(of: speech.connection)?.at ?? context.now
        let until = min(pause.endedAt ?? end, end)
        guard until - pause.startedAt >= patience, speech.reactionAt.map({ $0 >= until }) ?? true else { return nil }
        return Wait(pause: pause, speech: speech, until: until)
    }
}

extension RuleID {
    static let streamEndIgnored: RuleID = "stream-end-ignored"
}

extension Threshold {
    static let streamEndPatience = Threshold(
        "stream_end_patience_s", 5, "an answer that does not come so long after audioStreamEnd does not come")
}

private let scripts: [Example] = [
    Example {
        $0.begin(model: "models/gemini-3.8-live"); $0.hush(1); $0.say(1.8); $0.hush(0.5); $0.audioStreamEnd()
        $0.wait(8); $0.say(1.2); $0.hush(0.4)
    } silent: {
        $0.begin(); $0.hush(1); $0.say(1.8); $0.hush(0.5); $0.audioStreamEnd()
        $0.wait(8); $0.say(1.2); $0.hush(0.4)
    },
    Example {
        $0.begin(model: "models/gemini-3.8-live"); $0.hush(1); $0.say(1.8); $0.hush(0.5); $0.audioStreamEnd()
        $0.wait(8); $0.say(1.2); $0.hush(0.4)
    } silent: {
        $0.begin(model: "models/gemini-3.8-live"); $0.hush(1); $0.say(1.8); $0.hush(0.5); $0.audioStreamEnd()
        $0.speak(1, after: 1.5); $0.completeTurn(prompt: 100); $0.wait(8); $0.hush(0.4)
    },
]
