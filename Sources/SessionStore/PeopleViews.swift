/// Views for people who ask in SQL: names instead of numbers, instants with their zone, words for codes. They are an
/// interface: columns may be added by a later migration, what is here keeps its name and meaning (`docs/schema.md`).
enum PeopleViews {
    /// Part of migration 3, and like it never changed once released.
    static let third = [sessions, turns, frames, findings].joined(separator: ";\n") + ";"

    /// ISO 8601 in UTC, to the millisecond; null for null, and for what no clock says.
    private static func instant(_ nanoseconds: String) -> String {
        """
        CASE WHEN \(nanoseconds) >= 0 THEN strftime('%Y-%m-%dT%H:%M:%S', \(nanoseconds) / 1000000000, 'unixepoch')
            || printf('.%03dZ', \(nanoseconds) / 1000000 % 1000) END
        """
    }

    /// It is known when the session was; nobody says so of most.
    private static let isDated = "coalesce(s.is_dated AND s.is_timed, 1)"

    private static let openedAt = """
        (SELECT min(o.started_ns + c.opened_ns) FROM connections c JOIN recordings o ON o.id = c.recording
            WHERE c.session = s.id)
        """

    /// Null while a connection has no end.
    private static let closedAt = """
        (SELECT CASE WHEN count(c.closed_ns) = count(*) THEN max(o.started_ns + c.closed_ns) END
            FROM connections c JOIN recordings o ON o.id = c.recording WHERE c.session = s.id)
        """

    /// `sum` fails where frames announce absurd sizes.
    private static let bytes = "CAST(total(f.size) AS INTEGER)"

    private static func counted(_ sum: String, where condition: String = "1") -> String {
        """
        (SELECT \(sum) FROM connections c JOIN frames f ON f.connection = c.id WHERE c.session = s.id AND \(condition))
        """
    }

    private static let sessions = """
        CREATE VIEW v_sessions AS
        SELECT s.name AS session, s.tag, s.origin, s.model,
            CASE WHEN EXISTS (SELECT * FROM connections c WHERE c.session = s.id AND c.closed_ns IS NULL
                AND c.recording = (SELECT max(id) FROM recordings WHERE ended_ns IS NULL))
                THEN s.activity ELSE 'closed' END AS state,
            CASE WHEN \(isDated) THEN \(instant(openedAt)) END AS opened_at,
            CASE WHEN \(isDated) THEN \(instant(closedAt)) END AS closed_at,
            CASE WHEN coalesce(s.is_timed, 1) THEN (\(closedAt) - \(openedAt)) / 1e9 END AS seconds,
            (SELECT count(*) FROM connections c WHERE c.session = s.id) AS connections,
            coalesce(s.frames, \(counted("count(*)"))) AS frames,
            coalesce(s.bytes_up, \(counted(bytes, where: "f.direction = 0"))) AS bytes_up,
            coalesce(s.bytes_down, \(counted(bytes, where: "f.direction = 1"))) AS bytes_down,
            s.frames_not_captured, s.turns, s.interruptions, s.context_tokens, s.context_limit, s.billed_tokens,
            s.cost_usd, s.response_p95_ns / 1e6 AS response_p95_ms, s.response_anchor,
            l.status, l.close_by AS closed_by, l.close_code, l.close_reason, l.upstream, l.client,
            r.capture, r.livetop
        FROM sessions s
        LEFT JOIN connections l ON l.id = (SELECT max(c.id) FROM connections c WHERE c.session = s.id)
        LEFT JOIN recordings r ON r.id = l.recording
        """

    private static let turns = """
        CREATE VIEW v_turns AS
        SELECT s.name AS session, t.number, c.name AS connection, \(instant("t.user_ns")) AS user_at,
            \(instant("t.opened_ns")) AS opened_at, \(instant("t.answered_ns")) AS answered_at,
            \(instant("t.interrupted_ns")) AS interrupted_at, \(instant("t.completed_ns")) AS completed_at,
            t.ending, t.reason, t.response_ns / 1e6 AS response_ms, t.response_anchor,
            t.audio_ns / 1e9 AS audio_seconds, t.heard_ns / 1e9 AS heard_seconds, t.tool_calls
        FROM turns t JOIN sessions s ON s.id = t.session LEFT JOIN connections c ON c.id = t.connection
        """

    /// Part of migration 5, and like it never changed once released: a packed payload is null, and `codec` says why.
    static let fifth =
        "DROP VIEW v_frames;\n" + frames(as: "VIEW", payload: plainPayload, codec: ", \(codec(more: ""))") + ";"

    /// Part of migration 8, and never changed: words for two more.
    static let eighth =
        "DROP VIEW v_frames;\n" + frames(as: "VIEW", payload: plainPayload, codec: ", \(codec(more: sound))") + ";"

    /// For our own connections, which can unpack: the same with every payload.
    static let unpackedFrames = frames(
        as: "TEMP VIEW",
        payload: """
            CASE WHEN f.opcode < 8 THEN CAST(\(PayloadFunction.name)(f.codec, f.payload) AS TEXT)
                ELSE \(PayloadFunction.name)(f.codec, f.payload) END
            """, codec: ", \(codec(more: sound))")

    private static let frames = frames(as: "VIEW", payload: plainPayload, codec: "")

    private static let plainPayload =
        "CASE WHEN f.codec = 0 THEN CASE WHEN f.opcode < 8 THEN CAST(f.payload AS TEXT) ELSE f.payload END END"

    private static let sound = "WHEN 3 THEN 'sound' WHEN 4 THEN 'soundurl' "

    private static func codec(more: String) -> String {
        """
        CASE WHEN f.payload IS NOT NULL THEN
            CASE f.codec WHEN 0 THEN 'plain' WHEN 1 THEN 'base64' WHEN 2 THEN 'base64url' \(more)ELSE 'codec ' || f.codec END END AS codec
        """
    }

    private static func frames(as kind: String, payload: String, codec: String) -> String {
        """
        CREATE \(kind) v_frames AS
        SELECT s.name AS session, c.name AS connection, f.seq AS number,
            CASE WHEN \(isDated) THEN \(instant("(r.started_ns + f.t_ns)")) END AS at,
            CASE f.direction WHEN 0 THEN 'up' WHEN 1 THEN 'down' END AS direction,
            CASE f.opcode WHEN 0 THEN 'continuation' WHEN 1 THEN 'text' WHEN 2 THEN 'binary' WHEN 8 THEN 'close'
                WHEN 9 THEN 'ping' WHEN 10 THEN 'pong' ELSE 'opcode ' || f.opcode END AS opcode,
            f.size AS bytes, f.fin AS is_final, f.cut AS is_cut,
            \(payload)
                AS payload\(codec)
        FROM frames f JOIN connections c ON c.id = f.connection JOIN sessions s ON s.id = c.session
        JOIN recordings r ON r.id = c.recording
        """
    }

    private static let findings = """
        CREATE VIEW v_findings AS
        SELECT s.name AS session, f.rule, f.variant, f.severity, f.confidence, f.predicted AS is_predicted,
            CASE WHEN \(isDated) THEN \(instant("f.from_ns")) END AS from_at,
            CASE WHEN \(isDated) THEN \(instant("f.to_ns")) END AS to_at,
            f.times,
            CASE WHEN \(isDated) THEN \(instant("f.resolved_ns")) END AS resolved_at,
            c.name AS connection,
            CASE WHEN \(isDated) THEN \(instant("f.evidence_ns")) END AS evidence_at,
            e.name AS evidence_connection, f.evidence_seq AS evidence_frame, f.evidence, f.title, f.cause, f.fix,
            f.explained_by
        FROM findings f JOIN sessions s ON s.id = f.session LEFT JOIN connections c ON c.id = f.connection
        LEFT JOIN connections e ON e.id = f.evidence_connection
        """
}
