import LiveProtocol
import SessionModel

extension Rule {
    /// `barge-in-missed`: the user spoke over the model and it went on, or stopped late.
    static let bargeInMissed = Rule(
        "barge-in-missed", .interruption, .p1, .error, variants: ["none", "late"],
        title: "the model did not stop for the user",
        cause:
            "The service did not take the speech for an interruption: large messages, low sensitivity, a low level, or the network.",
        fix: "Send messages of 20 to 40 ms, set START_SENSITIVITY_HIGH, and check level and noise of the microphone.",
        source: "troubleshooting guide"
    ) { context in
        guard context.session.setup?.canBeInterrupted != false else { return [] }
        return [missed(context), late(context)].compactMap(\.self)
    }

    private static func missed(_ context: RuleContext) -> RuleMatch? {
        let interruptions = context.session.interruptions
        guard let last = interruptions.missed.last else { return nil }
        return RuleMatch(
            "\(Words.count(interruptions.missedCount, "time")) the user spoke over the model and it went on.",
            variant: "none", .error, from: interruptions.missed.first?.onset ?? last.onset,
            to: last.onset + last.overlap, on: context.session.connection?.id
        )
        .proof(at: last.onset, "the user begins to speak").number("missed", interruptions.missedCount)
        .number("overlap_ms", last.overlap.milliseconds)
    }

    private static func late(_ context: RuleContext) -> RuleMatch? {
        let limit = context.thresholds.milliseconds(.bargeInSlow)
        let slow = context.session.interruptions.recent.filter { interruption in
            interruption.isFalse != true && interruption.detection.map { $0.duration > limit } ?? false
        }
        guard let worst = slow.max(by: { $0.late < $1.late }) else { return nil }
        let isError = worst.late > context.thresholds.milliseconds(.bargeInVerySlow)
        return RuleMatch(
            "The model was stopped \(Words.milliseconds(worst.late)) after the user began to speak.", variant: "late",
            isError ? .error : .warning, from: worst.at - worst.late, to: worst.at, on: worst.connection
        )
        .proof(FrameMark(sequence: worst.sequence, at: worst.at), "interrupted")
        .number("latency_ms", worst.late.milliseconds).number("times", slow.count)
    }
}

extension Interruption {
    fileprivate var late: Duration { detection?.duration ?? .zero }
}
