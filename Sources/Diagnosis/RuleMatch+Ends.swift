import LiveProtocol
import SessionModel
import Wording

extension RuleMatch {
    /// A match about the end of a connection, with the close as its proof.
    static func end(_ end: ConnectionEnd, _ title: String, from: Timestamp? = nil, _ severity: Severity? = nil)
        -> RuleMatch
    {
        var match = RuleMatch(
            title, variant: end.verdict?.variant, severity, from: from ?? end.at, to: end.at, on: end.connection)
        match.evidence = [
            Evidence(connection: end.connection, sequence: end.sequence, at: end.at, note: end.words)
        ]
        return match.number("close_code", end.code.map { Double($0.rawValue) }).number("age_s", end.age?.seconds)
    }
}

/// Words of findings: those of every other sentence.
enum Words {
    static func time(_ duration: Duration) -> String { Wording.Words.time(duration) }

    static func milliseconds(_ duration: Duration) -> String { Wording.Words.milliseconds(duration) }

    static func number(_ value: Double) -> String { Wording.Words.number(value) }

    static func percent(_ share: Double) -> String { Wording.Words.percent(share) }

    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        Wording.Words.count(count, noun, plural)
    }
}
