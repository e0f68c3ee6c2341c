import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-noise-high`: noise nearly as loud as the user.
    static let inputNoiseHigh = Rule(
        .inputNoiseHigh, .audioQuality, .p2, .error,
        title: "noise nearly as loud as the user",
        cause: "A loud room, a distant microphone, or another voice.",
        fix: "Use a closer microphone or a headset, noise suppression, and START_SENSITIVITY_LOW.",
        source: "troubleshooting guide",
        // The floor is one of speech until there were pauses in it.
        standing: .passing(after: .seconds(15), of: .variant, isToldAtOnce: false),
        thresholds: [.noiseWarning, .noiseError, .noiseFloor],
        explains: [.turnSplitOnPause, .falseInterrupt, .transcriptionDegraded],
        covers: [.troubleshooting(.noise)],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        // Not `activeSpeech`: noise that hides the speech would hide itself.
        guard input.isReadable, input.speechInNoise >= context.thresholds.seconds(.activeSpeech), let snr = input.snrDB,
            snr < context.thresholds[.noiseWarning], let floor = input.noiseFloorDBFS,
            floor > context.thresholds[.noiseFloor], isTalk(context)
        else { return [] }
        return [
            RuleMatch(
                "The user is \(Words.number(snr)) dB above the noise, which is at \(Words.number(floor)) dBFS.",
                snr < context.thresholds[.noiseError] ? .error : .warning, from: context.signalFrom, to: context.now,
                on: context.session.connection?.id
            )
            .number("snr_db", snr).number("floor_dbfs", floor).number("level_dbfs", input.levelDBFS)
            .gravity(-snr)
        ]
    }

    /// Somebody speaks, as far as the service tells: in a conversation that rests, what is loud is the music of a telephone
    /// on hold.
    private static func isTalk(_ context: RuleContext) -> Bool {
        let turns = context.session.turns
        guard turns.current == nil, let last = turns.recent.last else { return true }
        let noticedAt = context.session.utterances.recent.last?.noticedAt ?? last.openedAt
        return context.now - max(last.completedAt ?? last.openedAt, noticedAt) < .seconds(15)
    }
}

extension RuleID {
    static let inputNoiseHigh: RuleID = "input-noise-high"
}

extension Threshold {
    static let noiseWarning = Threshold("noise_warning_db", 15, "speech that stands out less is worth a warning")
    static let noiseError = Threshold("noise_error_db", 10, "speech that stands out less cannot be understood")
    static let noiseFloor = Threshold("noise_floor_dbfs", -45, "noise below this disturbs nobody")
}

private let scripts: [Example] = [
    Example {
        $0.begin(); $0.microphone.gain = 0.5; $0.microphone.noise = 1_000; $0.talkAloud(4)
    } silent: {
        $0.begin(); $0.microphone.gain = 0.5; $0.microphone.noise = 140; $0.talkAloud(4)
    }
]
