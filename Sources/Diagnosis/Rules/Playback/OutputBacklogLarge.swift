import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `output-backlog-large`: seconds of the model's audio wait in the client.
    static let outputBacklogLarge = Rule(
        .outputBacklogLarge, .playback, .p3, .info,
        title: "seconds of audio queued in the client",
        cause:
            "The service delivers faster than real time. A player with a small buffer drops the rest without a word.",
        fix: "Let the client's queue grow without bound or pace it, and clear it on `interrupted`.",
        source: "torkiv-labs/txtCaster#209; umeranjum17/muxr#163",
        standing: .ofTurns,
        thresholds: [.backlogLarge],
        covers: [.troubleshooting(.playbackBuffer)],
        examples: scripts
    ) { context in
        let (known, limit) = (context.session.turns, context.thresholds.seconds(.backlogLarge))
        guard known.containsInPlace(where: { $0.playback.maxBacklog > limit }) else { return [] }
        let turns = Array(known.recent) + [known.current].compactMap(\.self)
        guard let worst = turns.max(by: { $0.playback.maxBacklog < $1.playback.maxBacklog }),
            worst.playback.maxBacklog > limit
        else { return [] }
        return [
            RuleMatch(
                "In turn \(worst.index) up to \(Words.time(worst.playback.maxBacklog)) of audio waited to be played.",
                from: worst.firstAudioAt ?? worst.openedAt, to: worst.lastAudioAt, on: worst.connection
            )
            .proof(at: worst.lastAudioAt, "last audio of turn \(worst.index)")
            .number("backlog_s", worst.playback.maxBacklog.seconds)
            .number("real_time_factor", worst.playback.realTimeFactor)
        ]
    }
}

extension RuleID {
    static let outputBacklogLarge: RuleID = "output-backlog-large"
}

extension Threshold {
    static let backlogLarge = Threshold("backlog_large_s", 30, "so much waiting audio overflows small players")
}

private let scripts: [Example] = [
    Example(nil, .info, behind: .promptHygiene) {
        $0.talk(); $0.text("Go on."); $0.speak(35); $0.completeTurn(prompt: 100, after: 35)
    } silent: {
        $0.talk(); $0.text("Go on."); $0.speak(12); $0.completeTurn(prompt: 100, after: 12)
    }
]
