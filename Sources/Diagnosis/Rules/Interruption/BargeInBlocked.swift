import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `barge-in-blocked`: the client makes it impossible to interrupt the model.
    static let bargeInBlocked = Rule(
        .bargeInBlocked, .interruption, .p1, .warning,
        variants: ["audio-withheld", "muted-samples", "no-interruption-config", "no-activity-start"],
        title: "the user cannot interrupt",
        cause: "While the model speaks the service hears nothing of the user, or is told not to listen.",
        fix: """
            Keep streaming the microphone, with echo cancellation, and leave activityHandling at \
            START_OF_ACTIVITY_INTERRUPTS. A voice activity detection of your own must send activityStart.
            """,
        source: "troubleshooting guide; straff2002/OpenGlasses#270",
        standing: .passing(after: .seconds(5), of: .variant),
        explains: [.bargeInMissed],
        covers: [.troubleshooting(.streaming), .troubleshooting(.customVAD)],
        examples: scripts
    ) { context in
        guard context.session.setup?.family != .translate35 else { return [] }
        return [configured(context), withheld(context), unmarked(context)].compactMap(\.self)
    }

    private static func configured(_ context: RuleContext) -> RuleMatch? {
        guard let setup = context.session.setup, !setup.canBeInterrupted else { return nil }
        // Half duplex on both sides is a decision.
        let isMeant = context.session.inputAudio.isHalfDuplex == true
        return RuleMatch(
            "The setup asks for NO_INTERRUPTION.", variant: "no-interruption-config", isMeant ? .info : .warning,
            from: setup.at, on: setup.connection
        )
        .proof(context.clock(setup.connection)?.conduct.setups.first, "setup with NO_INTERRUPTION").standing(.whole)
    }

    private static func withheld(_ context: RuleContext) -> RuleMatch? {
        let duplex = context.session.inputAudio.duplex
        guard duplex.isHalfDuplex == true, context.session.setup?.canBeInterrupted != false,
            context.session.setup?.isSimultaneous != true,
            context.session.setup?.isServerVADOn != false
        else { return nil }
        let isMuted = duplex.isMuted == true
        // Silence between words is what a noise gate sends. Whoever was interrupted was heard.
        if isMuted, context.session.interruptions.recent.contains(where: { $0.isFalse == false }) || isGated(context) {
            return nil
        }
        return RuleMatch(
            isMuted
                ? "The client sends silence while the model speaks."
                : "The client sends no audio while the model speaks.",
            variant: isMuted ? "muted-samples" : "audio-withheld", from: context.session.openedAt, to: context.now,
            on: context.session.connection?.id
        )
        .number("coverage_while_model_speaks", duplex.coverageWhileModelSpeaks)
        .number("coverage_otherwise", duplex.coverageOtherwise)
    }

    /// Zeros between the words as well: noise suppression, not a client that mutes.
    private static func isGated(_ context: RuleContext) -> Bool {
        let input = context.session.inputAudio
        return Double(input.holes.count) / max(input.duration.seconds / 60, 1) >= context.thresholds[.holeCount]
    }

    /// With manual VAD the service takes nothing for an interruption that is not marked.
    private static func unmarked(_ context: RuleContext) -> RuleMatch? {
        guard let clock = context.connections.last, clock.setup?.isServerVADOn == false else { return nil }
        let speech = context.session.interruptions.missed.filter { missed in
            missed.onset >= clock.openedAt
                && !clock.conduct.activity.hasStart(around: missed.onset, until: missed.onset + .milliseconds(2_500))
        }
        guard let first = speech.first, let last = speech.last else { return nil }
        return RuleMatch(
            "The user spoke over the model \(Words.times(speech.count)), and no activityStart was sent.",
            variant: "no-activity-start", from: first.onset, to: last.onset + last.overlap, on: clock.id
        )
        .because("Automatic VAD is off, so speech alone interrupts nothing.")
        .proof(at: first.onset, "the user begins to speak").number("times", speech.count)
        .standing(.ofMissedBargeIns)
    }
}

extension RuleID {
    static let bargeInBlocked: RuleID = "barge-in-blocked"
}

private let scripts: [Example] = [
    Example("no-interruption-config", .warning) {
        $0.begin(#""realtimeInputConfig":{"activityHandling":"NO_INTERRUPTION"}"#); $0.exchange()
    } silent: {
        $0.begin(#""realtimeInputConfig":{"activityHandling":"START_OF_ACTIVITY_INTERRUPTS"}"#); $0.exchange()
    }
]
