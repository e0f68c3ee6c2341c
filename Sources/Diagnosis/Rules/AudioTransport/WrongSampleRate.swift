import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `wrong-sample-rate`: bytes come at another pace than the declared rate says.
    static let wrongSampleRate = Rule(
        .wrongSampleRate, .audioTransport, .p1, .error,
        title: "audio does not have the rate it is declared to have",
        cause: """
            Microphones deliver 44.1 or 48 kHz, and browsers ignore a requested capture rate unless the audio context \
            is created with it. To the service the speech is too slow and deep, or too fast.
            """,
        fix: "Resample to 16 kHz before sending, or declare the true rate in the MIME type.",
        code: .audioMessage,
        source: "troubleshooting guide; best practices; livekit/agents#1411; BerriAI/litellm#40563, #40617",
        standing: .passing(after: .seconds(10), of: .variant),
        isDisproved: { $1.session.inputAudio.isExplainedByFormat },
        thresholds: [.rateTolerance, .rateVariation],
        explains: .garbled,
        covers: [
            .troubleshooting(.audioFormat), .troubleshooting(.sixteenKilohertz), .practices(.resampling),
            .guide(.audioFormats),
        ],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        guard input.runsAtAnotherRate(context), !input.isExplainedByFormat, let effective = input.effectiveRate,
            let declared = input.declaredRate
        else { return [] }
        let ratio = effective / Double(declared)
        let reading = reading(ratio, declared)
        // A sender that sleeps between chunks loses some of a hundred to its own work: late, not at another rate.
        guard reading != nil || abs(ratio - 1) > timerTolerance else { return [] }
        var match = RuleMatch(
            "\(Words.number(effective)) samples a second are sent as \(declared) Hz: \(reading ?? "no usual rate").",
            from: context.session.openedAt, to: context.now, on: context.session.connection?.id
        )
        .number("ratio", ratio).number("effective_hz", effective).number("declared_hz", declared)
        .number("rate_variation", input.pace.rateVariation)
        if let edge = input.bandEdge { match = match.number("band_edge_hz", edge) }
        return [match]
    }

    private static let timerTolerance = 0.12

    /// Rates that exist, by the nearest within three in a hundred; nil when none is near.
    private static func reading(_ ratio: Double, _ declared: Int) -> String? {
        let rates = [8_000.0, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000]
        let rate = ratio * Double(declared)
        guard let nearest = rates.min(by: { abs($0 - rate) < abs($1 - rate) }), abs(nearest / rate - 1) < 0.03 else {
            return nil
        }
        return "\(Words.number(nearest / 1_000)) kHz sent as \(Words.number(Double(declared) / 1_000)) kHz"
    }
}

extension InputAudio {
    /// The pace is steady and another than declared.
    func runsAtAnotherRate(_ context: RuleContext) -> Bool {
        guard let effective = effectiveRate, let declared = declaredRate, declared > 0,
            let variation = pace.rateVariation
        else { return false }
        return variation < context.thresholds[.rateVariation]
            && abs(effective / Double(declared) - 1) > context.thresholds[.rateTolerance]
    }

    /// Samples of another size, another channel or a codec change the pace too.
    var isExplainedByFormat: Bool {
        if container.container != nil { return true }
        guard let layout else { return false }
        return [.float32, .s24, .u8, .mulaw, .stereo, .dualMono, .oneChannelSilent, .unknown].contains(layout)
    }
}

extension RuleID {
    static let wrongSampleRate: RuleID = "wrong-sample-rate"
}

extension Threshold {
    static let rateTolerance = Threshold(
        "rate_tolerance_ratio", 0.04, "a pace so far from the declared one is another rate")
    static let rateVariation = Threshold("rate_variation_ratio", 0.1, "a pace that varies more than this says nothing")
}

private let scripts: [Example] = [
    Example {
        $0.begin(); $0.audio(seconds: 75, pace: 0.04 / 3)
    } silent: {
        $0.begin(); $0.audio(seconds: 25)
    }
]
