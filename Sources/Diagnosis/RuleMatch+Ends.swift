import LiveProtocol
import SessionModel

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
