import LiveProtocol
import SessionModel

extension Rule {
    /// `activity-unbalanced`: the marks make no sense in their order.
    static let activityUnbalanced = Rule(
        "activity-unbalanced", .turnTaking, .p2, .warning,
        variants: ["double-start", "end-without-start", "stream-end-with-manual", "text-inside"],
        title: "activity marks out of order",
        cause: "Each activityStart needs one activityEnd, and what is said outside of them does not count.",
        fix: "Send one activityStart and one activityEnd per turn of the user; with manual VAD no audioStreamEnd.",
        source: "Live API guide (audioStreamEnd is not for manual VAD); F20; langwatch/scenario#360, #907"
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
}
