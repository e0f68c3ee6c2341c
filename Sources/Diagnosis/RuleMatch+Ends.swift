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

/// Words of findings.
enum Words {
    /// `12.4 s`, `2:05`, `1:02:05`: as long as is useful.
    static func time(_ duration: Duration) -> String {
        let seconds = max(duration.seconds, 0)
        guard seconds >= 120 else { return "\(number(seconds)) s" }
        let whole = Int(clamping: seconds)
        let tail = "\(two(whole / 60 % 60)):\(two(whole % 60))"
        return whole >= 3_600 ? "\(whole / 3_600):\(tail)" : "\(whole / 60):\(two(whole % 60))"
    }

    static func milliseconds(_ duration: Duration) -> String { "\(Int(clamping: duration.milliseconds.rounded())) ms" }

    /// One decimal below ten, none above a hundred.
    static func number(_ value: Double) -> String {
        let scale = value.magnitude >= 100 ? 1.0 : value.magnitude >= 0.1 ? 10 : 100
        let rounded = (value * scale).rounded() / scale
        return Int64(exactly: rounded).map(String.init) ?? String(describing: rounded)
    }

    static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }

    /// `one call`, `3 calls`.
    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        count == 1 ? "one \(noun)" : "\(count) \(plural ?? noun + "s")"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
