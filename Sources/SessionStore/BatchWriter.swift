internal import GRDB
internal import LiveProtocol
internal import SessionModel

/// Writes the items of one transaction.
struct BatchWriter {
    let connection: Database
    let recording: Int64
    let header: RecordingHeader
    let isSavingSpace: Bool
    /// Summaries are of what is written, as in an import: of calls that run they are of what crossed.
    let isImport: Bool
    var progress: Recorder.Progress
    private let frames: FrameInsert

    init(
        connection: Database, recording: Int64, header: RecordingHeader, isSavingSpace: Bool, isImport: Bool,
        progress: Recorder.Progress
    ) throws {
        self.connection = connection
        self.recording = recording
        self.header = header
        self.isSavingSpace = isSavingSpace
        self.isImport = isImport
        self.progress = progress
        frames = try FrameInsert(connection)
    }

    mutating func write(_ item: RecordItem) throws {
        switch item {
        case .event(let event): try write(header.capture.applied(to: event))
        case .exchange(let exchange): try write(exchange)
        case .assignment(let connection, let session, let tag): try assign(connection, to: session, tag: tag)
        case .summary(let summary): try write(summary)
        case .unsettled(let session): try unsettle(session)
        case .account(let account): try write(header.capture == .meta ? account.withoutContent : account)
        }
    }

    func finish() {
        frames.finish()
    }

    /// Writes and forgets the gaps that lack of space has left so far: all of them, or those of one connection.
    mutating func writeWithheld(of only: ConnectionID? = nil) throws {
        let due = progress.withheld.filter { only == nil || $0.key == only }
        for (connection, withheld) in due.sorted(by: { $0.key < $1.key }) {
            progress.withheld[connection] = nil
            try insert(
                WireEvent(
                    connection: connection, sequence: withheld.sequence, at: withheld.at,
                    kind: .captureGap(withheld.gap)))
        }
    }
}

// MARK: - Wire events

extension BatchWriter {
    private mutating func write(_ event: WireEvent) throws {
        try introduce(event)
        guard case .frame(let direction, var frame) = event.kind else {
            if case .closed = event.kind { try writeWithheld(of: event.connection) }
            return try insert(event)
        }
        withhold(&frame, of: event)
        try frames.run(id: takeRow(), event: event, t: offset(event.at), direction: direction, frame: frame)
    }

    /// A frame whose payload is still masked has not been redacted either: its content never reaches the disk.
    private mutating func withhold(_ frame: inout Frame, of event: WireEvent) {
        if frame.maskingKey != nil {
            frame.payload = nil
        } else if isSavingSpace, let payload = frame.payload, !payload.isEmpty {
            frame.payload = nil
            progress.withheldFrames += 1
            let before = progress.withheld[event.connection]?.gap
            progress.withheld[event.connection] = Recorder.Withheld(
                gap: CaptureGap(
                    frames: (before?.frames ?? 0) + 1, bytes: (before?.bytes ?? 0) + Int64(payload.count),
                    cause: .diskLow),
                sequence: event.sequence, at: event.at)
        }
    }

    private mutating func insert(_ event: WireEvent) throws {
        let (kind, json) = try EventJSON.encode(event.kind)
        try run(
            "INSERT INTO events (id, connection, seq, t_ns, kind, json) VALUES (?, ?, ?, ?, ?, ?)",
            [takeRow(), event.connection.columnValue, event.sequence, offset(event.at), kind, json])
        try note(event)
    }

    private mutating func takeRow() -> Int64 {
        defer { progress.nextRow += 1 }
        return progress.nextRow
    }

    /// Wraps around like the sum that undoes it, so that no instant, however odd, is lost.
    private func offset(_ instant: Timestamp) -> Int64 {
        instant.nanoseconds &- header.startedAt.nanoseconds
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try connection.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

// MARK: - Connections and sessions

extension BatchWriter {
    /// Gives the connection its row on first sight, even when its `opened` was never seen. It is a session of its own
    /// until an assignment says otherwise.
    private mutating func introduce(_ event: WireEvent) throws {
        guard progress.known.insert(event.connection).inserted else { return }
        let id = event.connection
        try introduce(SessionID(id))
        try run(
            """
            INSERT INTO connections (id, name, session, recording, opened_ns) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """,
            [id.columnValue, id.description, id.columnValue, recording, offset(event.at)])
    }

    private func introduce(_ session: SessionID) throws {
        try run(
            "INSERT INTO sessions (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            [session.firstConnection.columnValue, session.description])
    }

    /// Copies what people look for into columns; the event itself stays the truth.
    private mutating func note(_ event: WireEvent) throws {
        let id = event.connection.columnValue
        switch event.kind {
        case .opened(let info):
            try note(info, of: event)
        case .upgraded(let handshake):
            try run(
                "UPDATE connections SET status = ?, upgraded_ns = ? WHERE id = ?",
                [handshake.status, offset(event.at), id])
        case .refused(let refusal):
            try run("UPDATE connections SET status = ? WHERE id = ?", [refusal.status, id])
        case .closed(let closure):
            try run(
                "UPDATE connections SET closed_ns = ?, close_by = ?, close_code = ?, close_reason = ? WHERE id = ?",
                [offset(event.at), closure.by.rawValue, closure.code?.rawValue, closure.reason, id])
            // Nothing follows a close; a connection that says otherwise is looked up again.
            progress.known.remove(event.connection)
        // What the tap had no room for was not understood either: figures are as those of the recording.
        case .captureGap(let gap) where !isImport && gap.cause != .tapFull:
            try countRows(ofSessionOf: event.connection)
        case .frame, .paused, .resumed, .framingLost, .captureGap, .pathSample, .fault:
            break
        }
    }

    private func note(_ info: ConnectionInfo, of event: WireEvent) throws {
        let id = event.connection.columnValue
        try run(
            """
            UPDATE connections SET opened_ns = ?, surface = ?, version = ?, method = ?, target = ?, upstream = ?,
                client = ?, tls = ? WHERE id = ?
            """,
            [
                offset(event.at), info.endpoint.surface.rawValue, info.endpoint.version, info.endpoint.method.rawValue,
                info.target, info.upstream, info.header("x-goog-api-client") ?? info.header("user-agent"), info.isTLS,
                id,
            ])
        guard let tag = info.tag else { return }
        try run("UPDATE sessions SET tag = ? WHERE id = (SELECT session FROM connections WHERE id = ?)", [tag, id])
    }

    private func assign(_ id: ConnectionID, to session: SessionID, tag: String?) throws {
        try introduce(session)
        try run(
            "UPDATE connections SET session = ? WHERE id = ?", [session.firstConnection.columnValue, id.columnValue])
        if session.firstConnection != id {
            try countRows(of: session, likeThoseOf: SessionID(id))
            try run(
                "DELETE FROM sessions WHERE id = ?1 AND NOT EXISTS (SELECT * FROM connections WHERE session = ?1)",
                [id.columnValue])
        }
        guard let tag else { return }
        try run("UPDATE sessions SET tag = ? WHERE id = ?", [tag, session.firstConnection.columnValue])
    }
}

// MARK: - Plain HTTP

extension BatchWriter {
    private func write(_ exchange: HTTPExchange) throws {
        try run(
            """
            INSERT INTO http_exchanges (recording, t_ns, tag, method, target, status, request_bytes, response_bytes,
                head_ns, duration_ns, failure)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                recording, offset(exchange.at), exchange.tag, exchange.method, exchange.target, exchange.status,
                exchange.requestBytes, exchange.responseBytes, exchange.timeToHead?.nanoseconds,
                exchange.duration.nanoseconds, exchange.failure,
            ])
    }
}
