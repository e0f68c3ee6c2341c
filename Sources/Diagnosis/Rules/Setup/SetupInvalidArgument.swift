import LiveProtocol
import SessionModel

extension Rule {
    /// `setup-invalid-argument`: 1007 at setup, without any detail.
    static let setupInvalidArgument = Rule(
        .setupInvalidArgument, .setup, .p1, .error,
        title: "the setup is refused without a reason",
        cause: "The service does not say which argument it means.",
        fix: """
            Take a setup that works, such as one with the model and responseModalities alone, and add one field after the \
            other until it is refused.
            """,
        source:
            "google-gemini/cookbook#781; google/adk-python#225; livekit/agents#4159; strands-agents/harness-sdk#1999",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.reference(.voices)],
        closes: [CloseReason(1007, .before, says: "precondition check failed")],
        examples: scripts
    ) { context in
        context.closes(by: .setupInvalidArgument).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            let suspects = clock.setup.map(SetupSuspects.of) ?? []
            let match = RuleMatch.end(end, "The setup was refused: \(end.words).", from: clock.setupAt)
                .proof(clock.conduct.setups.first, "setup")
            guard !suspects.isEmpty else { return match }
            return match.because("Suspects in this setup: \(suspects.joined(separator: "; ")).")
                .cured(by: "Send the setup again without the suspects, one at a time, the first of them first.")
        }
    }
}

extension RuleID {
    static let setupInvalidArgument: RuleID = "setup-invalid-argument"
}

private let scripts: [Example] = [
    Example {
        $0.begin(isAccepted: false); $0.close(1007, invalidArgument, after: 0.1)
    } silent: {
        $0.talk(); $0.close(1007, invalidArgument, after: 5)
    }
]

private let invalidArgument = "Request contains an invalid argument."
