import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-signal-defect`: an offset or a narrow band. Measurable, and seldom the cause of anything by itself.
    static let inputSignalDefect = Rule(
        .inputSignalDefect, .audioQuality, .p3, .warning, variants: ["dc-offset", "narrowband", "hum"],
        title: "a defect of the microphone's signal",
        cause: "A cheap converter shifts the signal; a telephone line has no more than 4 kHz; mains hum on a cable.",
        fix: "High-pass at 80 Hz; use a wideband codec where there is one. On phone lines a narrow band is normal.",
        source: "IBM speech audio metrics (DC offset, high-frequency loss)",
        standing: .signal,
        thresholds: [.humShare, .offsetInfo, .offsetWarning, .bandEdge],
        covers: [.troubleshooting(.microphone)],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        guard input.isReadable, !input.runsAtAnotherRate(context) else { return [] }
        return [offset(input, context), narrowband(input, context), hum(input, context)].compactMap(\.self)
    }

    private static func offset(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard let offset = input.dcOffset, abs(offset) > context.thresholds[.offsetInfo] else { return nil }
        return RuleMatch(
            "The samples are shifted by \(Words.percent(offset)) of full scale.", variant: "dc-offset",
            abs(offset) > context.thresholds[.offsetWarning] ? .warning : .info, from: context.signalFrom,
            to: context.now, on: context.session.connection?.id
        )
        .number("dc_offset", offset)
    }

    private static func narrowband(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard let edge = input.bandEdge, input.declaredRate == 16_000, edge >= 2_000,
            edge <= context.thresholds[.bandEdge]
        else { return nil }
        return RuleMatch(
            "The speech ends at \(Words.number(edge)) Hz, as on a telephone.", variant: "narrowband", .info,
            from: context.signalFrom, to: context.now, on: context.session.connection?.id
        )
        .number("band_edge_hz", edge)
    }

    /// Below -65 dBFS nobody hears it.
    private static func hum(_ input: InputAudio, _ context: RuleContext) -> RuleMatch? {
        guard let hum = input.hum, hum.share > context.thresholds[.humShare],
            let floor = input.noiseFloorDBFS, floor > -65
        else { return nil }
        return RuleMatch(
            "\(Words.percent(hum.share)) of the sound between words is mains hum of \(Words.number(hum.frequency)) Hz.",
            variant: "hum", .info, from: context.signalFrom, to: context.now, on: context.session.connection?.id
        )
        .number("hum_share", hum.share).number("hum_hz", hum.frequency).number("floor_dbfs", floor)
    }
}

extension RuleID {
    static let inputSignalDefect: RuleID = "input-signal-defect"
}

extension Threshold {
    static let humShare = Threshold("hum_ratio", 0.5, "a larger share of the sound between words is mains hum")
    static let offsetInfo = Threshold("offset_info_ratio", 0.01, "samples shifted by more are worth knowing")
    static let offsetWarning = Threshold("offset_warning_ratio", 0.05, "samples shifted by more are worth a warning")
    static let bandEdge = Threshold("band_edge_hz", 4_200, "speech that ends below this is a telephone's")
}

private let scripts: [Example] = [
    Example("dc-offset", .info) {
        $0.begin(); $0.microphone.offset = 900; $0.talkAloud()
    } silent: {
        $0.begin(); $0.microphone.offset = 60; $0.talkAloud()
    }
]
