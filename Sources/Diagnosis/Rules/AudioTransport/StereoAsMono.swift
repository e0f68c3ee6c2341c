import Listening
import LiveProtocol
import SessionModel

extension Rule {
    /// `stereo-as-mono`: two channels, one sample of each in turn, sent as one.
    static let stereoAsMono = Rule(
        .stereoAsMono, .audioTransport, .p1, .error, variants: layouts.map(\.rawValue),
        title: "two channels sent as one",
        cause: "The capture delivers two channels. To the service the speech has half its speed and pitch.",
        fix: "Mix the channels down to one before sending.",
        source: "troubleshooting guide",
        traits: [.needsNoTimes],
        standing: .passing(after: .seconds(10), of: .variant),
        explains: .garbled,
        covers: [.troubleshooting(.audioFormat), .troubleshooting(.mono)],
        examples: scripts
    ) { context in
        guard let layout = context.session.inputAudio.layout, layouts.contains(layout) else { return [] }
        let input = context.session.inputAudio
        let ratio = input.effectiveRate.flatMap { rate in input.declaredRate.map { rate / Double(max($0, 1)) } }
        return [
            RuleMatch(
                "Two channels (\(layout.rawValue)) are sent as one.", variant: layout.rawValue,
                from: context.session.openedAt, to: context.now, on: context.session.connection?.id
            )
            .number("ratio", ratio).number("smoothness", input.smoothness)
        ]
    }

    private static let layouts: [AudioLayout] = [.stereo, .dualMono, .oneChannelSilent]
}

extension RuleID {
    static let stereoAsMono: RuleID = "stereo-as-mono"
}

private let scripts: [Example] = [
    Example("dual-mono") {
        $0.begin(); $0.microphone.encoding = .dualMono; $0.talkAloud()
    } silent: {
        $0.begin(); $0.talkAloud()
    },
    Example("stereo") {
        $0.begin(); $0.microphone.encoding = .capsules; $0.talkAloud(5)
    } silent: {
        $0.begin(); $0.microphone.encoding = .downmixed; $0.talkAloud(5)
    },
    Example("stereo") {
        $0.begin(); $0.microphone.breath = 0; $0.microphone.encoding = .capsules; $0.talkAloud(5)
    } silent: {
        $0.begin(); $0.microphone.breath = 0; $0.talkAloud(5)
    },
]
