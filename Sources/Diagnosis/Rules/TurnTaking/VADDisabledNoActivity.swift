import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `vad-disabled-no-activity`: automatic VAD is off and nobody marks the user's turns.
    static let vadDisabledNoActivity = Rule(
        .vadDisabledNoActivity, .turnTaking, .p1, .error, variants: ["no-start", "no-end"],
        title: "nobody says when the user speaks",
        cause:
            "automaticActivityDetection is disabled, so the service waits for the client's activityStart and activityEnd.",
        fix:
            "Send activityStart and activityEnd around each turn of the user, or enable the automatic detection again.",
        code: cure,
        source: "troubleshooting guide; best practices; Live API guide",
        thresholds: [.manualSpeech, .manualAudio, .activityOpen],
        explains: .unheard,
        covers: [.troubleshooting(.activityMarks), .practices(.customVAD), .reference(.activityMarks)],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            guard clock.setup?.isServerVADOn == false, clock.setupCompleteAt != nil else { return nil }
            return noStart(clock, context) ?? noEnd(clock, context)
        }
    }

    private static func noStart(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        let conduct = clock.conduct
        guard conduct.activity.starts.isEmpty, let first = conduct.audio.first else { return nil }
        let speech = context.session.utterances.recent.filter { $0.connection == clock.id }
            .reduce(Duration.zero) { $0 + $1.duration }
        guard
            speech >= context.thresholds.seconds(.manualSpeech)
                || conduct.audioDuration >= context.thresholds.seconds(.manualAudio)
        else { return nil }
        return RuleMatch(
            "\(Words.time(conduct.audioDuration)) of audio and not one activityStart, with automatic VAD off.",
            variant: "no-start", from: first.at, to: conduct.audio.last?.at, on: clock.id
        )
        .proof(conduct.setups.first, "automaticActivityDetection.disabled = true").proof(first, "first audio")
        .number("audio_s", conduct.audioDuration.seconds).number("speech_s", speech.seconds)
    }

    private static func noEnd(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard let open = clock.conduct.activity.openSince else { return nil }
        let until = context.end(of: clock.id)?.at ?? context.now
        let spoke = context.session.utterances.recent.last { $0.connection == clock.id && $0.end > open.at }?.end
        let since = spoke ?? open.at
        guard until - since > context.thresholds.seconds(.activityOpen) else { return nil }
        return RuleMatch(
            "activityStart has had no activityEnd for \(Words.time(until - open.at)).", variant: "no-end",
            from: open.at, to: until, on: clock.id
        )
        .proof(open, "activityStart").number("open_s", (until - open.at).seconds)
        .because("The service waits for activityEnd before it answers.")
    }
}

extension Set<RuleID> {
    /// What follows when the service does not hear the user.
    static let unheard: Set = [.speechUnanswered, .sessionGoneSilent, .modelWaitsForUser]
}

extension RuleID {
    static let vadDisabledNoActivity: RuleID = "vad-disabled-no-activity"
}

extension Threshold {
    static let manualSpeech = Threshold(
        "manual_vad_speech_s", 3, "so much speech without a mark is a client that marks none")
    static let manualAudio = Threshold("manual_vad_audio_s", 10, "so much audio without a mark is one too")
    static let activityOpen = Threshold(
        "activity_open_s", 20, "an activity that is open so long after the last speech was forgotten")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        await session.send_realtime_input(activity_start=types.ActivityStart())
        # the audio of the turn
        await session.send_realtime_input(activity_end=types.ActivityEnd())
        """,
    js: """
        session.sendRealtimeInput({ activityStart: {} });
        // the audio of the turn
        session.sendRealtimeInput({ activityEnd: {} });
        """,
    adk: """
        live_request_queue.send_activity_start()
        # the audio of the turn
        live_request_queue.send_activity_end()
        """,
    raw: """
        {"realtimeInput": {"activityStart": {}}}
        the audio of the turn
        {"realtimeInput": {"activityEnd": {}}}
        """)

private let scripts: [Example] = [
    Example("no-start") {
        $0.begin(.manualVAD); $0.hush(11)
    } silent: {
        $0.begin(.manualVAD); $0.activityStart(); $0.hush(11); $0.activityEnd()
    },
    Example("no-end", after: 22) {
        $0.begin(.manualVAD); $0.activityStart(); $0.audio(seconds: 2)
    } silent: {
        $0.begin(.manualVAD); $0.activityStart(); $0.audio(seconds: 2); $0.activityEnd()
    },
]
