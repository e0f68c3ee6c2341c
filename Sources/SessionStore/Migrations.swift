internal import GRDB

/// How the schema came to be: named steps, run once each, in this order, never changed once released.
/// What the columns mean stands in `docs/schema.md`.
enum Migrations {
    /// `LIVE` in ASCII: tells our files from those of other programs.
    static let applicationID: Int32 = 0x4C49_5645
    /// The number of steps, kept in `user_version`, so that an older livetop can tell that it is the older one.
    static let version = Int32(steps.count)

    /// - Parameter version: how many steps the database has afterwards at most.
    static func run(on writer: some DatabaseWriter, upTo version: Int32 = version) throws {
        var migrator = DatabaseMigrator()
        for (index, step) in steps.prefix(Int(version)).enumerated() {
            migrator.registerMigration(step.name) { database in
                try database.execute(sql: step.sql)
                try database.execute(
                    sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(index + 1)")
            }
        }
        try migrator.migrate(writer)
    }

    private static let steps: [(name: String, sql: String)] = [
        ("1 recordings, sessions, connections, frames, events, http exchanges", first),
        ("2 marks, full text, origin of a session", second),
        ("3 turns, findings, views for people", third + PeopleViews.third),
        ("4 outbox of a central store", outbox),
        ("5 packed payloads, imports that are not complete", PeopleViews.fifth + pending),
        ("6 faults that were injected on purpose", faults),
        ("7 checkpoints of sessions that are over", CheckpointTable.schema),
        ("8 sound as differences", PeopleViews.eighth),
    ]

    private static let first = """
        CREATE TABLE recordings (
            id INTEGER PRIMARY KEY,
            started_ns INTEGER NOT NULL,
            ended_ns INTEGER,
            livetop TEXT NOT NULL,
            capture TEXT NOT NULL,
            host TEXT
        ) STRICT;
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            tag TEXT,
            summary TEXT,
            summary_version INTEGER
        ) STRICT;
        CREATE INDEX sessions_by_tag ON sessions (tag) WHERE tag IS NOT NULL;
        CREATE TABLE connections (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            recording INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
            opened_ns INTEGER NOT NULL,
            surface TEXT,
            version TEXT,
            method TEXT,
            target TEXT,
            upstream TEXT,
            client TEXT,
            tls INTEGER,
            status INTEGER,
            upgraded_ns INTEGER,
            closed_ns INTEGER,
            close_by TEXT,
            close_code INTEGER,
            close_reason TEXT
        ) STRICT;
        CREATE INDEX connections_by_session ON connections (session);
        CREATE INDEX connections_by_recording ON connections (recording);
        CREATE TABLE frames (
            id INTEGER PRIMARY KEY,
            connection INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            direction INTEGER NOT NULL,
            opcode INTEGER NOT NULL,
            fin INTEGER NOT NULL,
            rsv INTEGER NOT NULL,
            masked INTEGER NOT NULL,
            cut INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            size INTEGER NOT NULL,
            codec INTEGER NOT NULL,
            payload BLOB
        ) STRICT;
        CREATE INDEX frames_by_connection ON frames (connection, seq);
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            connection INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            t_ns INTEGER NOT NULL,
            kind TEXT NOT NULL,
            json TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_by_connection ON events (connection, seq);
        CREATE TABLE http_exchanges (
            id INTEGER PRIMARY KEY,
            recording INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
            t_ns INTEGER NOT NULL,
            tag TEXT,
            method TEXT NOT NULL,
            target TEXT NOT NULL,
            status INTEGER,
            request_bytes INTEGER NOT NULL,
            response_bytes INTEGER NOT NULL,
            head_ns INTEGER,
            duration_ns INTEGER NOT NULL,
            failure TEXT
        ) STRICT;
        CREATE INDEX http_exchanges_by_recording ON http_exchanges (recording);
        """

    /// Three characters in a row are a token: any part of a word is found, and so are languages that write without
    /// spaces. The triggers keep index and texts together, also where rows go with their connection.
    private static let second = """
        ALTER TABLE sessions ADD COLUMN origin TEXT;
        CREATE TABLE marks (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            at_ns INTEGER NOT NULL,
            connection INTEGER,
            seq INTEGER,
            text TEXT
        ) STRICT;
        CREATE INDEX marks_by_session ON marks (session, at_ns);
        CREATE TABLE texts (
            id INTEGER PRIMARY KEY,
            connection INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            at_ns INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX texts_by_connection ON texts (connection, seq);
        CREATE TABLE text_progress (
            connection INTEGER PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            is_complete INTEGER NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE text_index USING fts5 (text, content = 'texts', content_rowid = 'id', tokenize = 'trigram');
        CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN
            INSERT INTO text_index (rowid, text) VALUES (new.id, new.text);
        END;
        CREATE TRIGGER texts_removed AFTER DELETE ON texts BEGIN
            INSERT INTO text_index (text_index, rowid, text) VALUES ('delete', old.id, old.text);
        END;
        """

    /// Copies of what folding a session leads to: instants since 1970, because a session may span recordings. What a
    /// summary says stands in columns too: views must not read JSON, which some versions of SQLite refuse to them where
    /// a file is not trusted.
    private static let third = """
        ALTER TABLE sessions ADD COLUMN model TEXT;
        ALTER TABLE sessions ADD COLUMN activity TEXT;
        ALTER TABLE sessions ADD COLUMN frames INTEGER;
        ALTER TABLE sessions ADD COLUMN bytes_up INTEGER;
        ALTER TABLE sessions ADD COLUMN bytes_down INTEGER;
        ALTER TABLE sessions ADD COLUMN frames_not_captured INTEGER;
        ALTER TABLE sessions ADD COLUMN turns INTEGER;
        ALTER TABLE sessions ADD COLUMN interruptions INTEGER;
        ALTER TABLE sessions ADD COLUMN context_tokens INTEGER;
        ALTER TABLE sessions ADD COLUMN context_limit INTEGER;
        ALTER TABLE sessions ADD COLUMN billed_tokens INTEGER;
        ALTER TABLE sessions ADD COLUMN cost_usd REAL;
        ALTER TABLE sessions ADD COLUMN response_p95_ns INTEGER;
        ALTER TABLE sessions ADD COLUMN response_anchor TEXT;
        ALTER TABLE sessions ADD COLUMN is_timed INTEGER;
        ALTER TABLE sessions ADD COLUMN is_dated INTEGER;
        UPDATE sessions SET
            model = CAST(json_extract(summary, '$.model') AS TEXT),
            activity = CAST(json_extract(summary, '$.activity') AS TEXT),
            frames = CAST(json_extract(summary, '$.frames') AS INTEGER),
            bytes_up = CAST(json_extract(summary, '$.bytesUp') AS INTEGER),
            bytes_down = CAST(json_extract(summary, '$.bytesDown') AS INTEGER),
            frames_not_captured = CAST(json_extract(summary, '$.droppedFrames') AS INTEGER),
            turns = CAST(json_extract(summary, '$.turns') AS INTEGER),
            interruptions = CAST(json_extract(summary, '$.interruptions') AS INTEGER),
            context_tokens = CAST(json_extract(summary, '$.usedTokens') AS INTEGER),
            context_limit = CAST(json_extract(summary, '$.limitTokens') AS INTEGER),
            billed_tokens = CAST(json_extract(summary, '$.billedTokens') AS INTEGER),
            cost_usd = CAST(json_extract(summary, '$.cost') AS REAL),
            response_p95_ns = CAST(json_extract(summary, '$.responseP95') AS INTEGER),
            response_anchor = CAST(json_extract(summary, '$.responseAnchor') AS TEXT),
            is_timed = coalesce(CAST(json_extract(summary, '$.isTimed') AS INTEGER), 1),
            is_dated = coalesce(CAST(json_extract(summary, '$.isDated') AS INTEGER), 1)
        WHERE summary_version = 2 AND json_valid(summary);
        CREATE TABLE turns (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            connection INTEGER NOT NULL,
            user_ns INTEGER,
            opened_ns INTEGER,
            answered_ns INTEGER,
            interrupted_ns INTEGER,
            completed_ns INTEGER,
            ending TEXT NOT NULL,
            reason TEXT,
            response_ns INTEGER,
            response_anchor TEXT,
            audio_ns INTEGER NOT NULL,
            heard_ns INTEGER NOT NULL,
            tool_calls INTEGER NOT NULL,
            UNIQUE (session, number)
        ) STRICT;
        CREATE TABLE findings (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            rule TEXT NOT NULL,
            variant TEXT,
            severity TEXT NOT NULL,
            confidence TEXT NOT NULL,
            predicted INTEGER NOT NULL,
            from_ns INTEGER NOT NULL,
            to_ns INTEGER NOT NULL,
            times INTEGER NOT NULL,
            resolved_ns INTEGER,
            connection INTEGER,
            evidence_connection INTEGER,
            evidence_seq INTEGER,
            evidence_ns INTEGER,
            evidence TEXT,
            title TEXT,
            cause TEXT,
            fix TEXT,
            explained_by TEXT
        ) STRICT;
        CREATE INDEX findings_by_session ON findings (session);
        CREATE INDEX findings_by_rule ON findings (rule);
        """

    private static let pending = "ALTER TABLE recordings ADD COLUMN is_pending INTEGER;"
    /// Null for a frame that crossed as it was: every frame of older livetops.
    private static let faults = "ALTER TABLE frames ADD COLUMN fault INTEGER;"

    /// How far each central store has been told of what is recorded. `row_marks` keeps the highest number that a row of
    /// `frames` or `events` ever had: one that was removed is not given again, or its successor would pass for sent.
    private static let outbox = """
        CREATE TABLE row_marks (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            last INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE ship_sinks (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            node TEXT NOT NULL,
            payload TEXT NOT NULL,
            acked INTEGER NOT NULL,
            batches INTEGER NOT NULL,
            sent INTEGER NOT NULL,
            dead INTEGER NOT NULL,
            dropped INTEGER NOT NULL,
            tried_ns INTEGER,
            succeeded_ns INTEGER,
            problem TEXT,
            cure TEXT,
            problem_since_ns INTEGER
        ) STRICT;
        CREATE TABLE ship_batches (
            sink INTEGER PRIMARY KEY REFERENCES ship_sinks (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            count INTEGER NOT NULL,
            payload TEXT NOT NULL,
            encoding INTEGER NOT NULL,
            made_ns INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE ship_sessions (
            sink INTEGER NOT NULL REFERENCES ship_sinks (id) ON DELETE CASCADE,
            session_id INTEGER NOT NULL,
            digest INTEGER,
            findings INTEGER NOT NULL DEFAULT 0,
            is_settled INTEGER NOT NULL,
            PRIMARY KEY (sink, session_id)
        ) STRICT;
        CREATE INDEX ship_sessions_unsettled ON ship_sessions (sink, session_id) WHERE is_settled = 0;
        CREATE TABLE ship_dead (
            id INTEGER PRIMARY KEY,
            sink INTEGER NOT NULL REFERENCES ship_sinks (id) ON DELETE CASCADE,
            row_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            code INTEGER NOT NULL,
            reason TEXT NOT NULL,
            at_ns INTEGER NOT NULL
        ) STRICT;
        """
}
