import LiveProtocol
import SessionModel

extension Rule {
    /// `input-noise-high`: noise nearly as loud as the user.
    static let inputNoiseHigh = Rule(
        "input-noise-high", .audioQuality, .p2, .error,
        title: "noise nearly as loud as the user",
        cause: "A loud room, a distant microphone, or another voice.",
        fix: "Use a closer microphone or a headset, noise suppression, and START_SENSITIVITY_LOW.",
        source: "troubleshooting guide"
    ) { context in
        let input = context.session.inputAudio
        // Not `activeSpeech`: noise that hides the speech would hide itself.
        guard input.isReadable, input.speechInNoise >= context.thresholds.seconds(.activeSpeech), let snr = input.snrDB,
            snr < context.thresholds[.noiseWarning], let floor = input.noiseFloorDBFS,
            floor > context.thresholds[.noiseFloor]
        else { return [] }
        return [
            RuleMatch(
                "The user is \(Words.number(snr)) dB above the noise, which is at \(Words.number(floor)) dBFS.",
                snr < context.thresholds[.noiseError] ? .error : .warning, from: context.signalFrom, to: context.now,
                on: context.session.connection?.id
            )
            .number("snr_db", snr).number("floor_dbfs", floor).number("level_dbfs", input.levelDBFS)
        ]
    }
}
