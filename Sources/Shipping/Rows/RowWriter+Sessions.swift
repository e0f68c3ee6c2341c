public import LiveProtocol
internal import SessionModel
public import SessionStore

/// Rows of `lt_sessions` and `lt_connections`, in the order of `StoreTable.columns`.
extension RowWriter {
    /// - Parameters:
    ///   - isOpen: it goes on at the machine that records it.
    ///   - findings: how many the store has of it, and the worst.
    ///   - isGone: it is none: its connection belongs to another.
    public mutating func append(
        _ session: OutboxSession, isOpen: Bool, findings: (count: Int, worst: String), isGone: Bool = false,
        _ stamp: RowStamp
    ) {
        let summary = session.stored.summary
        let cached = session.cachedSummary
        key(of: summary.id, openedAt: summary.openedAt, stamp)
        append(summary.id.firstConnection.rawValue)
        append(session.tag)
        append(summary.model ?? "")
        append(session.connections.compactMap(\.client).first ?? "")
        append(isOpen ? summary.activity.rawValue : SessionActivity.closed.rawValue)
        append(summary.openedAt.nanoseconds)
        append(summary.closedAt?.nanoseconds)
        append(isOpen)
        append(UInt32(clamping: summary.connections))
        append(UInt64(clamping: summary.frames))
        append(UInt64(clamping: summary.bytesUp))
        append(UInt64(clamping: summary.bytesDown))
        append(UInt64(clamping: summary.droppedFrames))
        append(UInt32(clamping: summary.turns))
        append(UInt32(clamping: summary.interruptions))
        append(summary.usedTokens)
        append(summary.limitTokens)
        append(summary.billedTokens)
        append(summary.cost)
        append(summary.responseP95?.milliseconds)
        append(summary.closure?.by.rawValue ?? "")
        append(summary.closure?.code.map { Int64($0.rawValue) })
        append(summary.refusal.map { Int64($0.status) })
        append(session.stored.origin?.description)
        append(UInt32(clamping: findings.count))
        append(findings.worst)
        append(stamp.payload.rawValue)
        append(cached?.text)
        append(cached?.version)
        append(isGone)
        append(stamp.version)
    }

    public mutating func append(_ connection: OutboxConnection, of session: SessionID, _ stamp: RowStamp) {
        beginRow()
        append(day: connection.openedAt)
        append(stamp.node)
        append(connection.id.rawValue)
        append(session.firstConnection.rawValue)
        append(session.description)
        append(connection.run.startedAt.nanoseconds)
        append(connection.run.endedAt?.nanoseconds)
        append(connection.run.livetop)
        append(stamp.payload.level(recordedAt: connection.run.capture))
        append(connection.run.host)
        append(connection.openedAt.nanoseconds)
        for text in [
            connection.surface, connection.version, connection.method, connection.target, connection.upstream,
            connection.client,
        ] { append(text) }
        append(connection.isTLS.map { UInt8($0 ? 1 : 0) })
        append(connection.status)
        append(connection.upgradedAt?.nanoseconds)
        append(connection.closedAt?.nanoseconds)
        append(connection.closeBy)
        append(connection.closeCode)
        append(connection.closeReason)
        append(stamp.version)
    }

    /// The beginning that rows about a session have in common.
    mutating func key(of session: SessionID, openedAt: Timestamp, _ stamp: RowStamp) {
        beginRow()
        append(day: openedAt)
        append(stamp.node)
        append(session.description)
    }
}
