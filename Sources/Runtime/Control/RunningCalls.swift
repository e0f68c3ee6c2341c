package import Diagnosis
package import LiveProtocol
package import SessionModel

/// What is most worth knowing of the calls that go on: the worst that the rules say, and which connection ends first.
package struct RunningCalls: Equatable, Sendable {
    /// The worst finding of a call, in short.
    package struct Trouble: Equatable, Sendable {
        package var session: String
        package var tag: String?
        package var rule: String
        package var severity: Severity
        package var title: String
        package var fix: String
    }

    /// The end of a connection that comes before all others.
    package struct End: Equatable, Sendable {
        package var session: String
        package var tag: String?
        /// Below zero where it is overdue.
        package var left: Duration
        /// The service has announced it; otherwise it is the usual ten minutes.
        package var isAnnounced: Bool
    }

    /// A warning or an error that has happened; nil where there is none.
    package var worst: Trouble?
    /// Nil without a connection that is up.
    package var nextEnd: End?

    package init(worst: Trouble? = nil, nextEnd: End? = nil) { (self.worst, self.nextEnd) = (worst, nextEnd) }

    /// - Parameters:
    ///   - sessions: all that are known; those that are over do not count.
    ///   - now: on the clock of each session.
    package init(
        _ sessions: [SessionSummary], findings: [SessionID: [Finding]], at now: (SessionSummary) -> Timestamp
    ) {
        for session in sessions where session.closedAt == nil {
            note(session, findings[session.id] ?? [])
            note(session, at: now(session))
        }
    }

    private mutating func note(_ session: SessionSummary, _ findings: [Finding]) {
        let happened = findings.filter { $0.severity >= .warning && !$0.isPrediction }
        // The first of the greatest: findings come ranked.
        guard let severity = happened.map(\.severity).max(),
            let finding = happened.first(where: { $0.severity == severity }),
            worst.map({ $0.severity < severity }) ?? true
        else { return }
        worst = Trouble(
            session: session.id.description, tag: session.tag, rule: finding.rule.rawValue, severity: severity,
            title: finding.title, fix: finding.fix)
    }

    private mutating func note(_ session: SessionSummary, at now: Timestamp) {
        let usual = session.connectionSince.map { $0 + ConnectionClock.usualLimit }
        guard let end = session.goAwayDeadline ?? usual, nextEnd.map({ end - now < $0.left }) ?? true else { return }
        nextEnd = End(
            session: session.id.description, tag: session.tag, left: end - now,
            isAnnounced: session.goAwayDeadline != nil)
    }
}

// MARK: - As JSON

extension RunningCalls.Trouble {
    /// Stable: other programs rely on these keys.
    package var json: JSONValue {
        .object([
            ("session", .string(session)), ("tag", .string(tag)), ("rule", .string(rule)),
            ("severity", .string(severity.rawValue)), ("title", .string(title)), ("fix", .string(fix)),
        ])
    }

    /// Reads what another process wrote; nil for what is none.
    init?(_ node: JSONNode?) {
        guard let node, let session = node["session"]?.string, let rule = node["rule"]?.string,
            let severity = node["severity"]?.string.flatMap(Severity.init(rawValue:))
        else { return nil }
        self.init(
            session: session, tag: node["tag"]?.string, rule: rule, severity: severity,
            title: node["title"]?.string ?? "", fix: node["fix"]?.string ?? "")
    }
}

extension RunningCalls.End {
    /// Stable: other programs rely on these keys.
    package var json: JSONValue {
        .object([
            ("session", .string(session)), ("tag", .string(tag)), ("leftSeconds", .number(left.seconds)),
            ("isAnnounced", .bool(isAnnounced)),
        ])
    }

    /// Reads what another process wrote; nil for what is none.
    init?(_ node: JSONNode?) {
        guard let node, let session = node["session"]?.string, let left = node["leftSeconds"]?.double, left.isFinite
        else { return nil }
        self.init(
            session: session, tag: node["tag"]?.string, left: .nanoseconds(Int64(clamping: left * 1e9)),
            isAnnounced: node["isAnnounced"]?.bool ?? false)
    }
}
