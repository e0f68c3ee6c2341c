import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `barge-in-missed`: the user spoke over the model and it went on, or stopped late.
    static let bargeInMissed = Rule(
        .bargeInMissed, .interruption, .p1, .error, variants: ["none", "late", "after-turn-complete"],
        title: "the model did not stop for the user",
        cause:
            "The service did not take the speech for an interruption: large messages, low sensitivity, a low level, or the network.",
        fix: "Send messages of 20 to 40 ms, set START_SENSITIVITY_HIGH, and check level and noise of the microphone.",
        source: "troubleshooting guide",
        standing: .ofMissedBargeIns,
        thresholds: [.bargeInSlow, .bargeInVerySlow],
        covers: [.troubleshooting(.streaming), .guide(.interruption)],
        examples: scripts
    ) { context in
        // Interpreter and speaker speak at once by design.
        guard context.session.setup?.canBeInterrupted != false, context.session.setup?.isSimultaneous != true else {
            return []
        }
        return [missed(context), afterTurn(context), late(context)].compactMap(\.self)
    }

    private static func missed(_ context: RuleContext) -> RuleMatch? {
        let interruptions = context.session.interruptions
        let missed = interruptions.missed.filter { !$0.isAfterTurn }
        guard let first = missed.first, let last = missed.last else { return nil }
        // Older ones are counted and not kept.
        let count = interruptions.missedCount - (interruptions.missed.count - missed.count)
        return RuleMatch(
            "The user spoke over the model \(Words.times(count)), and it went on.",
            variant: "none", missed.contains(where: \.isCertain) ? .error : .warning, from: first.onset,
            to: last.onset + last.overlap,
            on: context.session.connection?.id
        )
        .proof(at: last.onset, "the user begins to speak").number("missed", count)
        .number("overlap_ms", last.overlap.milliseconds)
    }

    private static func afterTurn(_ context: RuleContext) -> RuleMatch? {
        let missed = context.session.interruptions.missed.filter(\.isAfterTurn)
        guard let first = missed.first, let last = missed.last else { return nil }
        return RuleMatch(
            "The user spoke over audio of a turn that was complete, \(Words.times(missed.count)).",
            variant: "after-turn-complete", .warning, from: first.onset, to: last.onset + last.overlap,
            on: context.session.connection?.id
        )
        .because("To the service the turn is over: it sends no interrupted, and the client plays its queue to the end.")
        .cured(by: "Stop the playback in the client when the user speaks, and keep its queue short.")
        .proof(at: last.onset, "the user begins to speak").number("missed", missed.count)
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
        .number("latency_ms", worst.late.milliseconds).number("times", slow.count).gravity(worst.late.seconds)
        .standing(.ofInterruptions)
    }
}

extension Interruption {
    fileprivate var late: Duration { detection?.duration ?? .zero }
}

extension RuleID {
    static let bargeInMissed: RuleID = "barge-in-missed"
}

extension Threshold {
    static let bargeInSlow = Threshold("barge_in_slow_ms", 1_000, "an interruption that takes longer is late")
    static let bargeInVerySlow = Threshold(
        "barge_in_very_slow_ms", 2_000, "an interruption that takes longer is as good as none")
}

private let scripts: [Example] = [
    Example("none") {
        $0.begin(); $0.exchangeAloud(); $0.exchangeAloud(); $0.speakOver(stopsAfter: nil)
    } silent: {
        $0.begin(); $0.exchangeAloud(); $0.exchangeAloud(); $0.speakOver(stopsAfter: 0.4)
    }
]

extension StagedCall {
    /// A long answer and the user over it: the model stops so many seconds later, or goes on.
    fileprivate mutating func speakOver(stopsAfter latency: Double?) {
        say(1.4)
        hush(0.6)
        for _ in 1...4 { speak(0.5, after: 0); hush(0.5) }
        guard let latency else {
            for _ in 1...4 { speak(0.5, after: 0); say(0.5) }
            for _ in 1...8 { speak(0.5, after: 0); hush(0.5) }
            return completeTurn(prompt: 100)
        }
        speak(latency, after: 0)
        say(latency)
        interrupt()
        completeTurn(prompt: 100, after: 0.08)
        say(2 - latency)
        hush(0.6)
        exchangeAloud()
    }
}
