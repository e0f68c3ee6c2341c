import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `odd-byte-audio`: a message of audio that ends in half a sample.
    static let oddByteAudio = Rule(
        .oddByteAudio, .audioTransport, .p1, .error,
        title: "audio that ends in half a sample",
        cause:
            "A buffer was cut without regard to samples. The service may refuse it, or read all that follows shifted.",
        fix: "Carry the odd byte over to the next message.",
        source: "field notes F4",
        traits: [.needsNoTimes],
        explains: [.midSessionPayloadRejected],
        covers: [.troubleshooting(.audioFormat)],
        examples: scripts
    ) { context in
        context.connections.compactMap { clock in
            let odd = clock.conduct.oddAudio
            guard let last = odd.last else { return nil }
            let end = context.end(of: clock.id).flatMap { end in
                end.by == .server && end.code?.rawValue == 1007 && end.at - last.at <= .seconds(2) ? end : nil
            }
            var match = RuleMatch(
                "\(Words.count(odd.count, "audio message")) ended in half a sample.", end == nil ? .warning : .error,
                from: odd.first?.at ?? last.at, to: end?.at ?? last.at, on: clock.id
            )
            .proof(odd.first, "an odd number of bytes").number("messages", odd.count)
            if let end { match = match.proof(end.mark, end.words) }
            return match
        }
    }
}

extension RuleID {
    static let oddByteAudio: RuleID = "odd-byte-audio"
}

private let scripts: [Example] = [
    Example(nil, .warning) {
        $0.begin(); $0.audio(bytes: [UInt8](repeating: 7, count: 1_281))
    } silent: {
        $0.begin(); $0.audio(bytes: [UInt8](repeating: 7, count: 1_280))
    }
]
