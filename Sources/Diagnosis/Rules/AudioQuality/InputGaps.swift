import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-gaps`: audio is missing from a stream that goes on.
    static let inputGaps = Rule(
        .inputGaps, .audioQuality, .p2, .error, variants: ["lost", "zero-filled"],
        title: "audio is missing",
        cause: "Capture on the main thread, a throttled tab, a network that loses, or a queue that drops.",
        fix: "Capture in an AudioWorklet or a thread of its own, and never drop audio to catch up.",
        source: "troubleshooting guide",
        standing: .signal,
        thresholds: [.gapCount, .holeCount, .gapError],
        covers: [.troubleshooting(.microphone)],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        return [
            match(input.gaps, .gapCount, "went missing", "lost", context),
            match(input.holes, .holeCount, "were filled with zeros inside speech", "zero-filled", context),
        ].compactMap(\.self)
    }

    private static let gateShare = 0.15

    private static func match(
        _ gaps: AudioGaps, _ limit: Threshold, _ what: String, _ variant: String, _ context: RuleContext
    ) -> RuleMatch? {
        let input = context.session.inputAudio
        // Withholding the microphone while the model speaks, or while a tool runs, loses nothing that was meant to go.
        guard input.isReadable, input.isHalfDuplex != true, context.session.tools.pending.isEmpty else { return nil }
        let whole = input.duration + (variant == "lost" ? gaps.total : .zero)
        let minutes = max(whole.seconds / 60, 1)
        guard Double(gaps.count) / minutes >= context.thresholds[limit] else { return nil }
        let share = gaps.total.seconds / max(whole.seconds, 0.001)
        // Where all that is no speech is zeros, somebody gates the noise.
        let isGate = variant == "zero-filled" && (input.digitalSilenceRatio ?? 0) > gateShare
        let match = RuleMatch(
            "\(Words.time(gaps.total)) of audio \(what), \(Words.times(gaps.count)).", variant: variant,
            isGate ? .info : share > context.thresholds[.gapError] ? .error : .warning, from: context.session.openedAt,
            to: context.now,
            on: context.session.connection?.id
        )
        .number("gaps", gaps.count).number("lost_ms", gaps.total.milliseconds).number("lost_ratio", share)
        .number("longest_ms", gaps.longest.milliseconds).gravity(share)
        // Whether the client withholds its microphone is known after some turns.
        return input.isHalfDuplex == nil ? match.standing(.whole) : match
    }
}

extension RuleID {
    static let inputGaps: RuleID = "input-gaps"
}

extension Threshold {
    static let gapCount = Threshold("gaps_per_min", 3, "audio that goes missing so often is lost on the way")
    static let holeCount = Threshold("holes_per_min", 5, "speech that is zeroed so often is lost before it is sent")
    static let gapError = Threshold("gap_error_ratio", 0.05, "a larger share of missing audio spoils the speech")
}

private let scripts: [Example] = [
    Example("lost") {
        $0.begin(); $0.exchangeAloud(); for _ in 1...6 { $0.hush(2); $0.wait(0.4) }
    } silent: {
        $0.begin(); $0.exchangeAloud(); for _ in 1...6 { $0.hush(2.4) }
    }
]
