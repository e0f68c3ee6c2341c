import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-clipping`: the microphone is driven beyond full scale.
    static let inputClipping = Rule(
        .inputClipping, .audioQuality, .p2, .error, variants: ["flat-tops"],
        title: "the microphone is too loud",
        cause:
            "Samples are cut off at full scale: too much gain, or gain applied twice on the way from float to integer.",
        fix:
            "Lower the microphone's gain, switch boost and automatic gain off, and look for a second gain in the code.",
        source: "IBM speech audio metrics (clipping rate); speechcollectr clipCheck",
        standing: .signal,
        thresholds: [.clippingWarning, .clippingError, .clippedRuns, .clippedTime, .flatTopShare, .flatTopContrast],
        covers: [.troubleshooting(.microphone)],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        guard input.isReadable else { return [] }
        return [full(input, context) ?? flat(input, context)].compactMap(\.self)
    }

    private static func full(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard let ratio = input.clippingRatio, let runs = input.clippedRunsPerSecond,
            ratio >= context.thresholds[.clippingWarning], runs >= context.thresholds[.clippedRuns],
            Double(input.clippedSeconds) >= context.thresholds[.clippedTime]
        else { return nil }
        return RuleMatch(
            "\(Words.percent(ratio)) of the samples in speech are at full scale.",
            ratio >= context.thresholds[.clippingError] ? .error : .warning, from: context.signalFrom,
            to: context.now, on: context.session.connection?.id
        )
        .number("clipped_ratio", ratio).number("runs_per_s", runs).number("level_dbfs", input.levelDBFS).gravity(ratio)
    }

    /// Cut off, and scaled down after that.
    private static func flat(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard let tops = input.flatTops, tops.share > context.thresholds[.flatTopShare],
            tops.contrast > context.thresholds[.flatTopContrast]
        else { return nil }
        return RuleMatch(
            "\(Words.percent(tops.share)) of the samples are cut off at \(Words.percent(tops.level)) of full scale.",
            variant: "flat-tops", .warning, from: context.signalFrom, to: context.now,
            on: context.session.connection?.id
        )
        .because("The sound was cut off before it was scaled down.")
        .number("flat_top_ratio", tops.share).number("contrast", tops.contrast).number("level_ratio", tops.level)
        .gravity(tops.share)
    }
}

extension InputAudio {
    /// The bytes are what they are declared to be, as far as is known: otherwise every level is one of noise.
    var isReadable: Bool { container.container == nil && (layout == nil || layout == .s16le) }
}

extension RuleContext {
    /// Since when the signal is measured: the last 30 seconds.
    var signalFrom: Timestamp { max(session.openedAt, now - .seconds(30)) }
}

extension RuleID {
    static let inputClipping: RuleID = "input-clipping"
}

extension Threshold {
    static let clippingWarning = Threshold(
        "clipping_warning_ratio", 0.001, "so large a share of samples at full scale is worth a warning")
    static let clippingError = Threshold("clipping_error_ratio", 0.01, "so large a share spoils the speech")
    static let clippedRuns = Threshold("clipped_runs_per_s", 3, "and full scale has to be met so often")
    static let clippedTime = Threshold(
        "clipped_time_s", 3, "in so many seconds: a cough or a bump is no gain that is too high")
    static let flatTopShare = Threshold(
        "flat_top_ratio", 0.000_5, "so large a share of samples at one level below full scale was cut off there")
    static let flatTopContrast = Threshold(
        "flat_top_contrast_ratio", 10, "when that level is met so many times as often as its neighbours")
}

private let scripts: [Example] = [
    Example {
        $0.begin(); $0.microphone.gain = 12; $0.talkAloud()
    } silent: {
        $0.begin(); $0.microphone.gain = 1.2; $0.talkAloud()
    }
]
