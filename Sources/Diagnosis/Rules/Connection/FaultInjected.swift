import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `fault-injected`: somebody asked livetop to break the call.
    static let faultInjected = Rule(
        .faultInjected, .connection, .p1, .warning,
        title: "broken on purpose by livetop",
        cause: """
            livetop was asked for a fault in this call. What was injected or kept back is no word of the service, and is \
            counted nowhere; what went wrong afterwards may be a consequence and stands below.
            """,
        fix: """
            Look at how the client took it (docs/faults.md says what a good one does). Judge the service by a call without \
            faults.
            """,
        source: "livetop's own doing (docs/faults.md)",
        traits: [.needsNoTimes, .explainsWhatFollows],
        cue: .steps(),
        examples: scripts
    ) { context in
        let faults = context.session.faults
        guard let first = faults.entries.first, let last = faults.lastAt else { return [] }
        var names: [String] = []
        for entry in faults.entries where !names.contains(entry.note.fault) { names.append(entry.note.fault) }
        let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
        var match = RuleMatch(
            "Injected on purpose: \(shown); \(Words.count(faults.count, "step")) in all.", from: first.at, to: last,
            on: first.connection
        )
        .number("injected", faults.count)
        match.evidence = faults.entries.prefix(6).map {
            Evidence(
                connection: $0.connection, sequence: $0.sequence > 0 ? $0.sequence : nil, at: $0.at,
                note: "\($0.note.fault): \($0.note.text)")
        }
        return [match]
    }
}

extension RuleID {
    static let faultInjected: RuleID = "fault-injected"
}

private let scripts: [Example] = [
    Example(nil, .warning) {
        $0.talk()
        $0.append(.fault(FaultNote(fault: "reset", text: "resets the connection")), after: 1)
        $0.append(.closed(Closure(by: .proxy, detail: "injected: reset")))
    } silent: {
        $0.talk(); $0.close(1000, by: .client, after: 30)
    }
]
