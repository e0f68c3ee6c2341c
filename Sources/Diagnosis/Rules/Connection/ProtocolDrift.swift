import LiveProtocol
import SessionModel

extension Rule {
    /// `protocol-drift`: messages with fields that livetop does not know, or that it cannot read. It says how far the
    /// other findings can be trusted.
    static let protocolDrift = Rule(
        .protocolDrift, .connection, .p3, .info, variants: ["unknown-fields", "undecodable"],
        title: "messages that livetop does not know",
        cause: "Client or service speak a newer protocol than livetop, or the client sends what is no message at all.",
        fix: "Look at the frames. If the service accepts them, a newer livetop may know them.",
        source: "docs/protocol.md",
        traits: [.needsNoTimes],
        cue: .steps(),
        examples: scripts
    ) { context in
        let drift = context.session.drift
        var matches: [RuleMatch] = []
        if drift.unknownFields > 0 {
            let names = drift.paths.keys.sorted().prefix(5).joined(separator: ", ")
            let clock = context.connections.first { $0.conduct.unknownField != nil }
            var match = RuleMatch(
                "\(drift.unknownFields) fields are not known: \(names).", variant: "unknown-fields",
                from: context.session.openedAt, to: context.now)
            match.connection = clock?.id
            match = match.proof(clock?.conduct.unknownField, "first of them, by the client")
            match.connection = nil
            matches.append(match.number("fields", Double(drift.unknownFields)))
        }
        if drift.undecodable > 0 {
            let why = drift.lastReason.map { ", the last: \($0)" } ?? ""
            matches.append(
                RuleMatch(
                    "\(drift.undecodable) messages could not be read\(why).", variant: "undecodable",
                    from: context.session.openedAt, to: context.now
                ).number("messages", Double(drift.undecodable)))
        }
        return matches
    }
}

extension RuleID {
    static let protocolDrift: RuleID = "protocol-drift"
}

private let scripts: [Example] = [
    Example("unknown-fields", .info) {
        $0.begin(.instruction); $0.exchange(); $0.client(#"{"realtimeInput":{"smell":"roses"}}"#)
    } silent: {
        $0.begin(.instruction); $0.exchange()
    }
]
