internal import Diagnosis
internal import LiveProtocol
internal import SessionModel

extension SessionLook {
    /// Tells that the session began, ended or goes on, and what was found in it.
    func log(_ findings: [Finding], _ cursor: inout SessionCursor, _ logs: inout [OTLPLogRecord]) {
        // Before its setup nobody knows whether a connection continues an older session.
        let isKnown = state.setup != nil || !state.isOpen || now - state.openedAt >= .seconds(5)
        guard cursor.isStarted || isKnown || isLast else { return }
        let (isOpen, isFirst) = (state.isOpen, !cursor.isStarted)
        if isFirst {
            logs.append(record(SemanticNames.sessionStarted, at: state.openedAt, .info, "a session began"))
        } else if isOpen, !cursor.isOpen {
            let at = state.connection?.openedAt ?? now
            logs.append(record(SemanticNames.sessionStarted, at: at, .info, "a session goes on, on another connection"))
        }
        for finding in findings { tell(finding, &cursor, &logs) }
        if !isOpen, isFirst || cursor.isOpen { logs.append(ending) }
        (cursor.isStarted, cursor.isOpen) = (true, isOpen)
    }

    private func record(
        _ event: String, at instant: Timestamp, _ severity: Severity, _ body: String,
        on connection: ConnectionID? = nil, _ add: (inout OTLPAttributes) -> Void = { _ in }
    ) -> OTLPLogRecord {
        let connection = connection ?? state.newestConnection
        var attributes = identity(of: connection, nil)
        add(&attributes)
        let place = place(of: connection)
        return OTLPLogRecord(
            event: event, at: instant, severity: severity, body: body, attributes: attributes.list, trace: place?.trace,
            span: place?.parent)
    }

    private var ending: OTLPLogRecord {
        let closedAt = state.connections.compactMap(\.closedAt).max() ?? state.lastAt
        let (closure, refusal) = (state.connection?.closure, state.connection?.refusal)
        let isOrdinary = refusal == nil && (closure?.code?.rawValue == 1000 || closure?.code?.rawValue == 1001)
        let words = refusal == nil ? "a session ended" : "a session was refused"
        return record(SemanticNames.sessionEnded, at: closedAt, isOrdinary ? .info : .warning, words) { attributes in
            attributes.add(SemanticNames.closeSide, closure?.by.label)
            attributes.add(SemanticNames.closeCode, closure?.code.map { Int64($0.rawValue) })
            if options.capturesContent { attributes.add(SemanticNames.closeReason, closure?.reason) }
            attributes.add(SemanticNames.errorType, refusal.map { String($0.status) })
            attributes.add(SemanticNames.duration, (closedAt - state.openedAt).seconds)
            attributes.add(SemanticNames.connections, Int64(state.connectionCount))
            attributes.add(SemanticNames.turns, Int64(state.turns.count))
        }
    }

    /// What was predicted is told again when it has happened.
    private func tell(_ finding: Finding, _ cursor: inout SessionCursor, _ logs: inout [OTLPLogRecord]) {
        guard !cursor.knows(finding) else { return }
        cursor.know(finding)
        // What a finding says of its call may quote what was spoken: the rule's own words do not.
        let words = Self.titles[finding.rule] ?? finding.rule.rawValue
        logs.append(
            record(
                SemanticNames.finding, at: finding.from, finding.severity, words, on: finding.connection
            ) { attributes in
                attributes.add(SemanticNames.rule, finding.rule.rawValue)
                attributes.add(SemanticNames.variant, finding.variant)
                attributes.add(SemanticNames.severity, finding.severity.rawValue)
                attributes.add(SemanticNames.isPrediction, finding.isPrediction)
                if options.capturesContent { attributes.add(SemanticNames.findingTitle, finding.title) }
            })
    }

    private static let titles = Dictionary(
        Diagnosis.rules.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
}
