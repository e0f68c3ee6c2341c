import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-level-low`: the user is too quiet to be heard, or nothing but silence arrives.
    static let inputLevelLow = Rule(
        .inputLevelLow, .audioQuality, .p1, .error, variants: ["quiet", "digital-silence", "near-silence"],
        title: "the user can hardly be heard",
        cause: "The wrong device, a muted or denied microphone, or too little gain.",
        fix: "Choose the device, ask for permission, raise the gain, and play back a recording of what is sent.",
        source: "troubleshooting guide; googleapis/js-genai#840",
        standing: .signal,
        thresholds: [.activeSpeech, .levelWarning, .levelError, .zeroRatio, .digitalSilence, .nearSilence],
        explains: [.speechUnanswered, .modelWaitsForUser],
        covers: [.troubleshooting(.microphone)],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        guard input.isReadable, input.layout != .unknown else { return [] }
        return [silence(input, context) ?? quiet(input, context)].compactMap(\.self)
    }

    private static func silence(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        // Clients that withhold the microphone while the model speaks are another matter.
        guard input.isHalfDuplex != true, input.isFlowing, !isProven(context), isWaiting(context) else { return nil }
        if let zeros = input.digitalSilenceRatio, zeros > context.thresholds[.zeroRatio],
            input.longestSilence >= context.thresholds.seconds(.digitalSilence)
        {
            return match(
                "Nothing but zeros arrives: \(Words.time(input.longestSilence)).", "digital-silence", input, context
            ).standing(.whole)
        }
        let listening = context.session.playback.soundsUntil.map { context.now - $0 } ?? input.quiet
        let quiet = min(input.quiet, listening)
        guard quiet >= context.thresholds.seconds(.nearSilence), input.activeSpeech < .seconds(1) else { return nil }
        return match("For \(Words.time(input.quiet)) nothing was louder than -55 dBFS.", "near-silence", input, context)
            .standing(.whole)
    }

    /// Somebody was heard through this microphone: whoever is quiet now listens.
    private static func isProven(_ context: RuleContext) -> Bool {
        let session = context.session
        return session.utterances.recent.contains { $0.duration >= .milliseconds(300) && $0.isEcho != true }
            || session.inputAudio.currentSpeech != nil || session.utterances.recent.contains { $0.transcriptAt != nil }
    }

    /// It is the user's turn, and has been for some time: nobody speaks while the model does.
    private static func isWaiting(_ context: RuleContext) -> Bool {
        let session = context.session
        guard !session.isAwaitingModel, !session.isModelTurnOpen else { return false }
        return session.playback.soundsUntil.map { context.now - $0 >= context.thresholds.seconds(.digitalSilence) }
            ?? true
    }

    private static func quiet(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard input.activeSpeech >= context.thresholds.seconds(.activeSpeech), let level = input.levelDBFS,
            level < context.thresholds[.levelWarning], let snr = input.snrDB, snr >= 6
        else { return nil }
        let match = match("Speech arrives at \(Words.number(level)) dBFS.", "quiet", input, context)
        return match.graded(level < context.thresholds[.levelError] ? .error : .warning).gravity(-level)
    }

    private static func match(_ title: String, _ variant: String, _ input: InputAudio, _ context: RuleContext)
        -> RuleMatch
    {
        RuleMatch(
            title, variant: variant, .error, from: context.signalFrom, to: context.now,
            on: context.session.connection?.id
        )
        .number("level_dbfs", input.levelDBFS).number("zero_ratio", input.digitalSilenceRatio)
        .number("longest_silence_s", input.longestSilence.seconds)
    }
}

extension InputAudio {
    /// Audio flows like a microphone's, not as the drop of silence that keeps an idle session alive.
    fileprivate var isFlowing: Bool {
        pace.spacing > .zero && pace.spacing < .milliseconds(500) && duration >= .seconds(5)
    }
}

extension RuleMatch {
    func graded(_ severity: Severity) -> RuleMatch {
        var match = self
        match.severity = severity
        return match
    }
}

extension RuleID {
    static let inputLevelLow: RuleID = "input-level-low"
}

extension Threshold {
    static let activeSpeech = Threshold("active_speech_s", 5, "levels are judged after so much speech")
    static let levelWarning = Threshold("level_warning_dbfs", -45, "speech below this is quiet")
    static let levelError = Threshold("level_error_dbfs", -55, "speech below this can hardly be heard")
    static let zeroRatio = Threshold("zero_ratio", 0.99, "a larger share of zeros is a microphone that is off")
    static let digitalSilence = Threshold("digital_silence_s", 5, "when nothing but zeros came for so long")
    static let nearSilence = Threshold("near_silence_s", 20, "nothing but a hiss for so long is the wrong device")
}

private let scripts: [Example] = [
    Example("digital-silence") {
        $0.talk(); $0.audio(seconds: 8)
    } silent: {
        $0.talk(); $0.hush(8)
    },
    Example("near-silence") {
        $0.talk(); $0.microphone.noise = 6; $0.hush(22)
    } silent: {
        $0.begin(); $0.microphone.noise = 6; $0.talkAloud()
    },
]
