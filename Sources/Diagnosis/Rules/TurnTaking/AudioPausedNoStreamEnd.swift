import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `audio-paused-no-stream-end`: the microphone stopped right after speech, and nothing flushed it.
    static let audioPausedNoStreamEnd = Rule(
        .audioPausedNoStreamEnd, .turnTaking, .p1, .error,
        title: "the microphone stopped, nothing was flushed",
        cause:
            "The service finds the end of speech in the silence behind it. No audio is no silence: it goes on waiting.",
        fix:
            "Send audioStreamEnd when audio pauses for more than a second, or about 1 s of silence, which is safer on 2.5.",
        code: cure,
        source: "Live API guide; googleapis/python-genai#1328",
        standing: .passing(of: .connection),
        // An answer: the service had heard the end of the turn all the same.
        isDisproved: { finding, context in
            guard let clock = finding.connection.flatMap(context.clock) else { return false }
            return clock.conduct.serverContent.last.map { $0.at > finding.from } ?? false
        },
        explains: [.speechUnanswered, .sessionGoneSilent],
        covers: [.troubleshooting(.vadSettings), .guide(.audioStreamEnd)],
        examples: scripts
    ) { context in
        context.connections.filter(\.isLive).compactMap { match($0, context) }
    }

    private static func match(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        let conduct = clock.conduct
        guard clock.setup?.isServerVADOn == true, let last = conduct.audio.last else { return nil }
        let session = context.session
        let until = context.end(of: clock.id)?.at ?? context.now
        // The pause that goes on; those before it have been ended by more audio, and speech-unanswered has them.
        let current = clock.id == session.connection?.id ? session.inputAudio.currentSpeech : nil
        let speech =
            current.map { _ in last.at } ?? session.utterances.recent.last { $0.connection == clock.id }?.end
        guard let spokenUntil = speech, last.at - spokenUntil < .milliseconds(600), until - last.at >= .seconds(3),
            session.tools.pending.isEmpty
        else { return nil }
        let answers = [
            conduct.serverContent.last, conduct.activity.streamEnds.last, conduct.texts.last, conduct.contents.last,
        ]
        guard answers.allSatisfy({ $0.map { $0.at < spokenUntil } ?? true }) else { return nil }
        let match = RuleMatch(
            "Audio stopped \(Words.milliseconds(last.at - spokenUntil)) after speech; nothing came for \(Words.time(until - last.at)).",
            .warning, from: last.at, to: until, on: clock.id
        )
        .proof(last, "last audio").number("paused_s", (until - last.at).seconds)
        // There audioStreamEnd does not end the turn (`stream-end-ignored`).
        guard clock.setup?.family == .live38 || clock.setup?.family == .extended38 else { return match }
        return match.cured(by: "Go on sending the microphone, or about a second of silence, after the user has spoken.")
    }
}

extension RuleID {
    static let audioPausedNoStreamEnd: RuleID = "audio-paused-no-stream-end"
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        await session.send_realtime_input(audio_stream_end=True)
        """,
    js: """
        session.sendRealtimeInput({ audioStreamEnd: true });
        """,
    raw: """
        {"realtimeInput": {"audioStreamEnd": true}}
        """)

private let scripts: [Example] = [
    Example(nil, .warning, after: 6) {
        $0.begin(); $0.exchangeAloud(); $0.say(1.5); $0.hush(0.2)
    } silent: {
        $0.begin(); $0.exchangeAloud(); $0.say(1.5); $0.hush(0.2); $0.audioStreamEnd(); $0.speak()
    }
]
