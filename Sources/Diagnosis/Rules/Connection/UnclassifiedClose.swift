import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `unclassified-close`: closed with a reason that the table of closes does not know.
    static let unclassifiedClose = Rule(
        .unclassifiedClose, .connection, .p2, .error,
        title: "closed with a reason that is not known",
        cause: "The service ended the connection for a reason that no rule knows; the reason is its own word.",
        fix:
            "Read the reason and the last frames of both sides. If it is a new reason, report it, so that it gets a rule.",
        source: "googleapis/python-genai#182",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        examples: scripts
    ) { context in
        context.closes(by: .unclassifiedClose).map { end in
            let clock = context.clock(end.connection)
            return RuleMatch.end(
                end, "The connection ended after \(end.age.map(Words.time) ?? "–"): \(end.words).",
                endsCall(end) ? .error : .info
            )
            .proof(clock?.conduct.lastUp, "last frame of the client")
            .proof(clock?.conduct.input.last, "last input of the client")
        }
    }

    /// The service ended a conversation that went on, and not as one says goodbye.
    private static func endsCall(_ end: ConnectionEnd) -> Bool {
        end.isUnasked && !end.isBeforeSetup && ![1000, 1001].contains(end.code?.rawValue)
    }
}

extension RuleID {
    static let unclassifiedClose: RuleID = "unclassified-close"
}

private let scripts: [Example] = [
    Example {
        $0.talk(); $0.close(1008, "Request trace id: 5abe: application/json isn't")
    } silent: {
        $0.talk(); $0.close(1008, "Request trace id: 5abe", by: .client)
    }
]
