internal import GRDB
internal import LiveProtocol
internal import SessionModel

extension BatchWriter {
    /// What people look for stands in columns, too.
    func write(_ summary: SessionSummary) throws {
        try run(
            """
            UPDATE sessions SET summary = ?, summary_version = ?, model = ?, activity = ?, frames = ?, bytes_up = ?,
                bytes_down = ?, frames_not_captured = ?, turns = ?, interruptions = ?, context_tokens = ?,
                context_limit = ?, billed_tokens = ?, cost_usd = ?, response_p95_ns = ?, response_anchor = ?,
                is_timed = ?, is_dated = ?
            WHERE id = ? AND summary_version IS NOT \(Self.counted)
            """,
            [
                try SummaryJSON.encode(summary), SummaryJSON.version, summary.model, summary.activity.rawValue,
                summary.frames, summary.bytesUp, summary.bytesDown, summary.droppedFrames, summary.turns,
                summary.interruptions, summary.usedTokens, summary.limitTokens, summary.billedTokens, summary.cost,
                summary.responseP95?.nanoseconds, summary.responseAnchor?.rawValue, summary.isTimed, summary.isDated,
                summary.id.firstConnection.columnValue,
            ])
    }

    /// What a summary says is too old to be shown: it is as if there were none.
    func unsettle(_ session: SessionID) throws {
        try run(
            """
            UPDATE sessions SET \(Self.nothingKnown), frames_not_captured = NULL, summary_version = NULL
            WHERE id = ? AND summary_version IS NOT \(Self.counted)
            """,
            [session.firstConnection.columnValue])
    }

    /// The recording lacks frames that the session's figures were made of: whoever opens it finds others. From now on lists
    /// count its rows, whatever summaries come.
    func countRows(ofSessionOf connection: ConnectionID) throws {
        try run(
            """
            UPDATE sessions SET \(Self.nothingKnown), \(Self.counting)
            WHERE id = (SELECT session FROM connections WHERE id = ?)
            """,
            [connection.columnValue])
    }

    /// The same where that is so of `other`, which becomes a part of it.
    func countRows(of session: SessionID, likeThoseOf other: SessionID) throws {
        try run(
            """
            UPDATE sessions SET \(Self.nothingKnown), \(Self.counting)
            WHERE id = ? AND EXISTS (SELECT * FROM sessions WHERE id = ? AND summary_version = \(Self.counted))
            """,
            [session.firstConnection.columnValue, other.firstConnection.columnValue])
    }

    /// The version of a summary that is not there and will not be.
    private static let counted = -1

    private static let nothingKnown = """
        summary = NULL, activity = NULL, frames = NULL, bytes_up = NULL, bytes_down = NULL, turns = NULL,
        interruptions = NULL, context_tokens = NULL, context_limit = NULL, billed_tokens = NULL, cost_usd = NULL,
        response_p95_ns = NULL, response_anchor = NULL
        """
    private static let counting = "summary_version = \(counted), frames_not_captured = \(SessionCount.uncaptured)"

    /// Turns are replaced one by one, findings all together. Of a session that was removed meanwhile nothing is kept.
    func write(_ account: SessionAccount) throws {
        let session = account.session.firstConnection.columnValue
        let isThere = try Bool.fetchOne(
            connection, sql: "SELECT EXISTS (SELECT * FROM sessions WHERE id = ?)", arguments: [session])
        guard isThere == true else { return }
        for turn in account.turns { try write(turn, of: session) }
        try run("DELETE FROM findings WHERE session = ?", [session])
        for finding in account.findings { try write(finding, of: session) }
    }

    private func write(_ turn: TurnRow, of session: Int64) throws {
        try run(
            """
            INSERT OR REPLACE INTO turns (session, number, connection, user_ns, opened_ns, answered_ns, interrupted_ns,
                completed_ns, ending, reason, response_ns, response_anchor, audio_ns, heard_ns, tool_calls)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                session, turn.number, turn.connection.columnValue, turn.userAt?.nanoseconds, turn.openedAt?.nanoseconds,
                turn.answeredAt?.nanoseconds, turn.interruptedAt?.nanoseconds, turn.completedAt?.nanoseconds,
                turn.ending.rawValue, turn.reason, turn.response?.duration.nanoseconds, turn.response?.anchor.rawValue,
                turn.audio.nanoseconds, turn.heard.nanoseconds, turn.toolCalls,
            ])
    }

    private func write(_ finding: FindingRow, of session: Int64) throws {
        try run(
            """
            INSERT INTO findings (session, rule, variant, severity, confidence, predicted, from_ns, to_ns, times,
                resolved_ns, connection, evidence_connection, evidence_seq, evidence_ns, evidence, title, cause, fix,
                explained_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                session, finding.rule, finding.variant, finding.severity, finding.confidence.rawValue,
                finding.isPrediction, finding.from.nanoseconds, finding.to.nanoseconds, finding.times,
                finding.resolvedAt?.nanoseconds, finding.connection?.columnValue,
                finding.evidence?.connection.columnValue, finding.evidence?.sequence,
                finding.evidence?.at.nanoseconds, finding.evidence?.note, finding.title, finding.cause, finding.fix,
                finding.explainedBy,
            ])
    }
}
