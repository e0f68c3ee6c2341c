import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `model-waits-for-user`: nobody begins.
    static let modelWaitsForUser = Rule(
        .modelWaitsForUser, .turnTaking, .p3, .info,
        title: "nobody begins",
        cause: "The model expects the user to begin.",
        fix: "Send a start prompt: realtimeInput.text on 3.x, clientContent with turnComplete on 2.x.",
        source: "best practices (the model expects input first)",
        standing: .passing(of: .connection),
        thresholds: [.modelWaits],
        covers: [.practices(.userFirst)],
        examples: scripts
    ) { context in
        let session = context.session
        // First what is dear to nobody: a connection in hand is a copy of all that is known of it.
        guard session.connectionCount == 1, session.utterances.count == 0, session.inputAudio.currentSpeech == nil
        else {
            return []
        }
        guard let clock = session.connection, clock.isOpen, clock.isLive, let since = clock.setupCompleteAt,
            clock.setup?.setup.resumption?.handle == nil, clock.setup?.family != .transcribe35
        else { return [] }
        let conduct = clock.conduct
        guard conduct.texts.isEmpty, conduct.contents.isEmpty, conduct.serverContent.isEmpty,
            conduct.activity.starts.isEmpty, context.now - since >= context.thresholds.seconds(.modelWaits)
        else { return [] }
        return [
            RuleMatch(
                "\(Words.time(context.now - since)) after setupComplete nobody has said anything.", from: since,
                to: context.now, on: clock.id
            )
            .proof(conduct.setupCompletes.first, "setupComplete").number("waited_s", (context.now - since).seconds)
        ]
    }
}

extension RuleID {
    static let modelWaitsForUser: RuleID = "model-waits-for-user"
}

extension Threshold {
    static let modelWaits = Threshold("model_waits_s", 8, "so long after `setupComplete` somebody should have begun")
}

private let scripts: [Example] = [
    Example(nil, .info, after: 9) {
        $0.begin(.instruction)
    } silent: {
        $0.begin(.instruction); $0.exchange()
    }
]
