import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `encoded-container-in-pcm`: a file or the output of a codec where raw samples should be.
    static let encodedContainerInPCM = Rule(
        .encodedContainerInPCM, .audioTransport, .p1, .error,
        variants: AudioContainer.allCases.map(\.rawValue),
        title: "a file or codec instead of raw PCM",
        cause: "The bytes begin as a file does: the client sends what a recorder wrote, not samples.",
        fix: "Decode to 16-bit little-endian mono PCM at 16 kHz first. What MediaRecorder delivers cannot be sent.",
        source: "troubleshooting guide; Live API notes",
        traits: [.needsNoTimes],
        explains: .garbled,
        covers: [.troubleshooting(.audioFormat), .troubleshooting(.sixteenBits)],
        examples: scripts
    ) { context in
        let sniff = context.session.inputAudio.container
        guard let container = sniff.container else { return [] }
        // One header at the start of raw samples is 44 bytes of noise: a click.
        let isClick = container == .wav && sniff.count == 1
        return [
            RuleMatch(
                isClick
                    ? "The audio begins with the header of a WAV file."
                    : "The audio begins as a \(container.rawValue) file does, in \(Words.count(Int(clamping: sniff.count), "message")).",
                variant: container.rawValue, isClick ? .warning : .error,
                from: sniff.firstAt ?? context.session.openedAt, to: context.now, on: context.session.connection?.id
            )
            .proof(at: sniff.firstAt, "first bytes of a \(container.rawValue) file")
            .number("messages", Double(sniff.count))
        ]
    }
}

extension RuleID {
    static let encodedContainerInPCM: RuleID = "encoded-container-in-pcm"
}

private let scripts: [Example] = [
    Example("ogg") {
        $0.begin(); $0.audio(bytes: Array("OggS".utf8) + [0, 2, 0, 0] + [UInt8](repeating: 7, count: 1_272))
    } silent: {
        $0.begin(); $0.audio(bytes: [UInt8](repeating: 7, count: 1_280))
    }
]
