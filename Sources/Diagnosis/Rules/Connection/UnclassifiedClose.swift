import LiveProtocol
import SessionModel

extension Rule {
    /// `unclassified-close`: closed with a reason that the table of closes does not know.
    static let unclassifiedClose = Rule(
        "unclassified-close", .connection, .p3, .info,
        title: "closed with a reason that is not known",
        cause: "The service ended the connection for a reason that no rule knows; the reason is its own word.",
        fix:
            "Read the reason and the last frames of both sides. If it is a new reason, report it, so that it gets a rule.",
        source: "googleapis/python-genai#182"
    ) { context in
        context.closes(by: "unclassified-close").map { end in
            let clock = context.clock(end.connection)
            return RuleMatch.end(end, "The connection ended after \(end.age.map(Words.time) ?? "–"): \(end.words).")
                .proof(clock?.conduct.lastUp, "last frame of the client")
                .proof(clock?.conduct.input.last, "last input of the client")
        }
    }
}
