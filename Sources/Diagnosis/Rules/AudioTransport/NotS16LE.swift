import Listening
import LiveProtocol
import SessionModel

extension Rule {
    /// `not-s16le`: samples lie in the bytes in another way than the service reads them.
    static let notS16LE = Rule(
        .notS16LE, .audioTransport, .p1, .error, variants: layouts.map(\.rawValue),
        title: "samples are not 16-bit little-endian",
        cause: "Read as 16-bit little-endian the audio is noise; read in another way it is speech.",
        fix: """
            Send signed 16-bit little-endian samples: scale floats by 32767 and clamp, check the byte order of embedded \
            capture, and split buffers on even boundaries.
            """,
        source: "troubleshooting guide",
        traits: [.needsNoTimes],
        standing: .passing(after: .seconds(10), of: .variant),
        isDisproved: { $1.session.inputAudio.container.container != nil },
        explains: .garbled,
        covers: [.troubleshooting(.audioFormat), .troubleshooting(.littleEndian), .troubleshooting(.sixteenBits)],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        guard let layout = input.layout, layouts.contains(layout) else { return [] }
        // Compressed bytes are noise in every reading, and the container says what they are.
        if layout == .unknown, input.container.container != nil { return [] }
        let name = layout == .unknown ? "in no known way: compressed or corrupt" : "as \(layout.rawValue)"
        return [
            RuleMatch(
                "The samples lie \(name).", variant: layout.rawValue, from: context.session.openedAt, to: context.now,
                on: context.session.connection?.id
            )
            .number("smoothness", input.smoothness)
        ]
    }

    private static let layouts: [AudioLayout] = [
        .s16be, .misaligned, .float32, .s24, .u8, .mulaw, .unscaledFloat, .unknown,
    ]
}

extension Set<RuleID> {
    /// What follows when the service hears noise instead of speech, because the bytes are not what it takes them for.
    static let garbled: Set = unheard.union([
        .inputNoiseHigh, .transcriptionDegraded, .inputClipping, .inputLevelLow, .inputSignalDefect, .inputGaps,
        .turnSplitOnPause, .falseInterrupt, .bargeInMissed, .mimeRateMissing, .oddByteAudio, .inputAheadOfRealtime,
        .turnLatencyHigh, .notS16LE, .wrongSampleRate, .audioPausedNoStreamEnd, .chunkTooLarge,
    ])
}

extension RuleID {
    static let notS16LE: RuleID = "not-s16le"
}

private let scripts: [Example] = [
    Example("s16be") {
        $0.begin(); $0.microphone.encoding = .bigEndian; $0.talkAloud()
    } silent: {
        $0.begin(); $0.talkAloud()
    }
]
