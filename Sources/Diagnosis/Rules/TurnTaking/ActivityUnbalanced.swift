import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `activity-unbalanced`: the marks make no sense in their order.
    static let activityUnbalanced = Rule(
        .activityUnbalanced, .turnTaking, .p2, .warning,
        variants: ["double-start", "end-without-start", "audio-outside", "stream-end-with-manual", "text-inside"],
        title: "activity marks out of order",
        cause: "Each activityStart needs one activityEnd, and what is said outside of them does not count.",
        fix: "Send one activityStart and one activityEnd per turn of the user; with manual VAD no audioStreamEnd.",
        source: "Live API guide (audioStreamEnd is not for manual VAD); F20; langwatch/scenario#360, #907",
        traits: [.needsNoTimes],
        standing: .ofUtterances,
        explains: [.speechUnanswered, .sessionGoneSilent],
        covers: [.troubleshooting(.activityMarks), .troubleshooting(.customVAD), .guide(.audioStreamEnd)],
        examples: scripts
    ) { context in
        context.connections.flatMap { clock -> [RuleMatch] in
            guard clock.setup?.isServerVADOn == false else { return [] }
            let marks = clock.conduct.activity
            return [
                match(marks.doubleStarts, "double-start", "activityStart while an activity was open", clock),
                match(marks.strayEnds, "end-without-start", "activityEnd without a start", clock),
                match(
                    marks.streamEnds, "stream-end-with-manual", "audioStreamEnd although automatic VAD is off", clock),
                match(marks.textsInside, "text-inside", "text between activityStart and activityEnd", clock),
                outside(clock, context),
            ].compactMap { $0 }
        }
    }

    private static func match(
        _ occurrences: Occurrences, _ variant: String, _ words: String, _ clock: ConnectionClock
    ) -> RuleMatch? {
        guard let first = occurrences.first else { return nil }
        let count = occurrences.count == 1 ? "" : ", \(occurrences.count) times"
        return RuleMatch(
            "The client sent \(words)\(count).", variant: variant, from: first.at, to: occurrences.last?.at,
            on: clock.id
        )
        .proof(first, words).number("marks", occurrences.count)
    }

    /// Speech that no pair of marks takes in. Marks may come a little late: detection of one's own takes its time.
    private static func outside(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        let marks = clock.conduct.activity
        guard marks.starts.count > 0 else { return nil }
        let speech = context.session.utterances.recent.filter { utterance in
            utterance.connection == clock.id && utterance.isEcho != true && utterance.endConfidence == .high
                && utterance.duration - marks.covered(utterance.onset, utterance.end, until: context.now) > shortest
        }
        guard let first = speech.first, let last = speech.last else { return nil }
        return RuleMatch(
            "The user spoke outside of activityStart and activityEnd, \(Words.times(speech.count)).",
            variant: "audio-outside", from: first.onset, to: last.end, on: clock.id
        )
        .proof(at: first.onset, "speech of \(Words.time(first.duration))").number("utterances", speech.count)
    }

    private static let shortest = Duration.milliseconds(500)
}

extension ActivityMarks {
    private static let tolerance = Duration.milliseconds(300)

    /// How much of the time from `start` to `end` lies between a start and its end, or after a start without one. What
    /// is older than the marks that are kept counts as covered.
    fileprivate func covered(_ start: Timestamp, _ end: Timestamp, until now: Timestamp) -> Duration {
        if spans.count == spans.capacity, let oldest = spans.first, start < oldest.start { return end - start }
        let pairs = spans.map { ($0.start, $0.end) } + (openSince.map { [($0.at, now)] } ?? [])
        return pairs.reduce(Duration.zero) { sum, pair in
            let from = max(start, pair.0 - Self.tolerance)
            let to = min(end, pair.1 + Self.tolerance)
            return to > from ? sum + (to - from) : sum
        }
    }

    /// A start within a second before `instant` or until `end`, or one that still held.
    func hasStart(around instant: Timestamp, until end: Timestamp) -> Bool {
        if let openSince, openSince.at <= end { return true }
        return spans.contains { $0.start <= end && $0.end >= instant - .seconds(1) }
    }
}

extension RuleID {
    static let activityUnbalanced: RuleID = "activity-unbalanced"
}

private let scripts: [Example] = [
    Example("double-start", .warning) {
        $0.begin(.manualVAD); $0.activityStart(); $0.activityStart()
    } silent: {
        $0.begin(.manualVAD); $0.activityStart(); $0.activityEnd(); $0.activityStart()
    },
    Example("end-without-start", .warning) {
        $0.begin(.manualVAD); $0.activityEnd()
    } silent: {
        $0.begin(.manualVAD); $0.activityStart(); $0.activityEnd()
    },
    Example("text-inside", .warning) {
        $0.begin(.manualVAD); $0.activityStart(); $0.text("x")
    } silent: {
        $0.begin(.manualVAD); $0.activityStart(); $0.activityEnd(); $0.text("x")
    },
    Example("stream-end-with-manual", .warning) {
        $0.begin(.manualVAD); $0.audioStreamEnd()
    } silent: {
        $0.begin(); $0.audioStreamEnd()
    },
]
