import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `playback-not-flushed`: the model was interrupted and its old audio goes on, or may.
    static let playbackNotFlushed = Rule(
        .playbackNotFlushed, .interruption, .p2, .warning, variants: ["evidence", "late-audio", "exposure"],
        title: "old audio goes on after an interruption",
        cause: "Audio that was delivered before, or comes late, is in the client's queue when the user interrupts.",
        fix: "On `interrupted` clear the queue at once, and drop what still comes until turnComplete.",
        code: cure,
        source: "troubleshooting guide; google-gemini/cookbook#680; umeranjum17/muxr#163; langwatch/scenario#907",
        standing: .ofInterruptions,
        thresholds: [.lateAudio, .backlogExposure],
        covers: [.troubleshooting(.playbackBuffer), .guide(.interruption), .reference(.messages)],
        examples: scripts
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
            .number("echo_score", score).gravity(score).standing(.passing(of: .variant))
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

extension RuleID {
    static let playbackNotFlushed: RuleID = "playback-not-flushed"
}

extension Threshold {
    static let lateAudio = Threshold(
        "late_audio_ms", 200, "so much of the old turn after `interrupted` has to be dropped")
    static let backlogExposure = Threshold(
        "backlog_exposure_ms", 1_000, "so much in the queue sounds on unless it is cleared")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        if message.server_content and message.server_content.interrupted:
            while not playback.empty():
                playback.get_nowait()
        """,
    js: """
        if (message.serverContent?.interrupted) {
          for (const source of playing) source.stop();
          playing.clear();
        }
        """,
    raw: """
        on {"serverContent": {"interrupted": true}}: empty the player, and play nothing until
        {"serverContent": {"turnComplete": true}}
        """)

private let scripts: [Example] = [
    Example("late-audio", .info) {
        $0.talk(); $0.text("Go on."); $0.speak(2); $0.text("Stop.", after: 0.5); $0.interrupt(after: 0.2)
        for _ in 1...4 { $0.speak(0.1, after: 0.06) }
        $0.completeTurn(prompt: 100)
    } silent: {
        $0.talk(); $0.text("Go on."); $0.speak(0.6); $0.text("Stop.", after: 0.5); $0.interrupt(after: 0.2)
        $0.completeTurn(prompt: 100)
    }
]
