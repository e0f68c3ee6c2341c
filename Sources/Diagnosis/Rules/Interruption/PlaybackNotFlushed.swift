import LiveProtocol
import SessionModel

extension Rule {
    /// `playback-not-flushed`: the model was interrupted and its old audio goes on, or may.
    static let playbackNotFlushed = Rule(
        "playback-not-flushed", .interruption, .p2, .warning, variants: ["evidence", "late-audio", "exposure"],
        title: "old audio goes on after an interruption",
        cause: "Audio that was delivered before, or comes late, is in the client's queue when the user interrupts.",
        fix: "On `interrupted` clear the queue at once, and drop what still comes until turnComplete.",
        source: "troubleshooting guide; google-gemini/cookbook#680; umeranjum17/muxr#163; langwatch/scenario#907"
    ) { context in
        [evidence(context), late(context), exposure(context)].compactMap(\.self).prefix(1).map(\.self)
    }

    private static func match(_ title: String, _ variant: String, _ severity: Severity, _ cut: Interruption)
        -> RuleMatch
    {
        RuleMatch(
            title, variant: variant, severity, from: cut.at, to: max(cut.lastAudioAt ?? cut.at, cut.at),
            on: cut.connection
        )
        .proof(FrameMark(sequence: cut.sequence, at: cut.at), "interrupted")
        .number("backlog_ms", cut.backlog.milliseconds)
    }

    private static func evidence(_ context: RuleContext) -> RuleMatch? {
        guard let cut = context.session.interruptions.recent.last,
            let score = context.session.inputAudio.unflushedEchoScore, score >= context.thresholds[.echoScore]
        else { return nil }
        return match("The microphone heard audio that should not have been played any more.", "evidence", .warning, cut)
            .number("echo_score", score)
    }

    private static func late(_ context: RuleContext) -> RuleMatch? {
        let limit = context.thresholds.milliseconds(.lateAudio)
        let cuts = context.session.interruptions.recent.filter { $0.audioAfter >= limit }
        guard let worst = cuts.max(by: { $0.audioAfter < $1.audioAfter }) else { return nil }
        return match(
            "\(Words.milliseconds(worst.audioAfter)) of the old turn came after `interrupted`; the client has to drop it.",
            "late-audio", .info, worst
        )
        .number("late_audio_ms", worst.audioAfter.milliseconds)
    }

    private static func exposure(_ context: RuleContext) -> RuleMatch? {
        let limit = context.thresholds.milliseconds(.backlogExposure)
        let cuts = context.session.interruptions.recent.filter { $0.backlog >= limit }
        guard let worst = cuts.max(by: { $0.backlog < $1.backlog }) else { return nil }
        return match(
            "\(Words.time(worst.backlog)) of audio were queued when the model was interrupted; they sound on unless cleared.",
            "exposure", .info, worst)
    }
}
