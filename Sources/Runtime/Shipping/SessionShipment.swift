import Diagnosis
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import Shipping

/// Tells a store of sessions what is not in their rows: the line in the list, the connections, and of those that are over
/// the turns and what is wrong. A session is told of again when something of that has changed.
struct SessionShipment {
    private let store: StoreConnection
    private let outbox: Outbox
    private let recordings: Recordings
    private let stamp: RowStamp
    private let isRecording: Bool
    private let live: LiveAnalysis?

    /// Sessions that are told of together.
    private static let portion = 200

    /// - Parameter live: nil where no proxy of this process records.
    init(
        _ store: StoreConnection, _ outbox: Outbox, _ recordings: Recordings, _ stamp: RowStamp, live: LiveAnalysis?
    ) {
        (self.store, self.outbox, self.recordings, self.stamp) = (store, outbox, recordings, stamp)
        self.live = live
        isRecording = recordings.isRecording
    }

    /// The rows of some sessions, by table, and what is then known to be there.
    private struct Portion {
        var rows: [StoreTable: RowWriter] = [:]
        var told: [Outbox.Told] = []
        /// What the proxy knew last; nil until a session is over.
        var picture: DiagnosedFleet?
        var over: [SessionID] = []
    }

    /// - Returns: How many sessions the store was told something new of.
    func run() throws -> Int {
        var (count, last) = (0, SessionID?.none)
        while true {
            let sessions = try outbox.unsettledSessions(after: last, limit: Self.portion)
            guard let next = sessions.last?.id else { return count }
            last = next
            var portion = Portion()
            for session in sessions { try take(session, into: &portion) }
            try send(portion)
            count += portion.told.count { !$0.isSettled }
        }
    }

    private func take(_ session: UnsettledSession, into portion: inout Portion) throws {
        switch session {
        case .removed(let id): portion.over.append(id)
        case .joined(let id, let openedAt):
            portion.rows[.sessions, default: RowWriter()].append(
                OutboxSession.nothing(id, openedAt: openedAt), isOpen: false, findings: (0, ""), isGone: true, stamp)
            portion.over.append(id)
        case .known(let session):
            var session = session
            let isOpen = session.stored.hasOpenConnection && isRecording
            session.stored.summary = recordings.knowledge.informed(session.stored.summary)
            let digest = digest(of: session, isOpen: isOpen)
            guard digest != session.digest else {
                let told = Outbox.Told(session.id, digest: digest, findings: session.findings, isSettled: !isOpen)
                if !isOpen { portion.told.append(told) }
                return
            }
            let findings = write(session, isOpen: isOpen, into: &portion)
            portion.told.append(Outbox.Told(session.id, digest: digest, findings: findings, isSettled: false))
        }
    }

    /// - Returns: How many findings the store has of it then.
    private func write(_ session: OutboxSession, isOpen: Bool, into portion: inout Portion) -> Int {
        for connection in session.connections {
            portion.rows[.connections, default: RowWriter()].append(connection, of: session.id, stamp)
        }
        let analysed = isOpen ? nil : analysed(session, &portion.picture)
        let findings = analysed?.findings ?? []
        if let analysed { write(analysed, before: session.findings, into: &portion.rows) }
        let count = analysed == nil ? session.findings : findings.count
        portion.rows[.sessions, default: RowWriter()].append(
            session, isOpen: isOpen, findings: (count, findings.first?.rule.rawValue ?? ""), stamp)
        return count
    }

    /// What the proxy knows of it, else what reading it again tells.
    private func analysed(_ session: OutboxSession, _ picture: inout DiagnosedFleet?) -> AnalysedSession? {
        if picture == nil { picture = live?.picture() }
        if let known = picture?.analysed(session.id, connections: session.connections.count) { return known }
        // What cannot be decoded is in its rows all the same.
        return try? recordings.analysed(session.id)
    }

    /// - Parameter before: how many findings the store has of it by now.
    private func write(_ analysed: AnalysedSession, before: Int, into rows: inout [StoreTable: RowWriter]) {
        let state = analysed.state
        for (turn, tokens) in analysed.turns {
            rows[.turns, default: RowWriter()].append(ShippedTurn(turn: turn, tokens: tokens), of: state, stamp)
        }
        let findings = analysed.findings
        for (index, finding) in findings.enumerated() {
            rows[.findings, default: RowWriter()].append(
                finding, number: index + 1, of: state.id, openedAt: state.openedAt, stamp)
        }
        guard before > findings.count else { return }
        for number in (findings.count + 1)...before {
            rows[.findings, default: RowWriter()].append(
                goneFinding: number, of: state.id, openedAt: state.openedAt, stamp)
        }
    }

    private func send(_ portion: Portion) throws {
        let store = store
        // The line in the list comes last: whoever sees it finds the rest.
        for table in [StoreTable.connections, .turns, .findings, .sessions] {
            guard let rows = portion.rows[table] else { continue }
            let insert = RowInsert(table: table, rows: rows, token: nil) { table, bytes, token throws(ShipFailure) in
                try store.insert(table, bytes, token: token)
            }
            if let refusal = try insert.run().first { throw ShipFailure.stop(refusal.why, ShipFailure.reportIt) }
        }
        try outbox.note(portion.told)
        for session in portion.over { try outbox.drop(session) }
    }

    /// A number for all that is told of a session: the same for the same.
    private func digest(of session: OutboxSession, isOpen: Bool) -> Int64 {
        let stamp = RowStamp(node: stamp.node, at: Timestamp(nanoseconds: 0), payload: stamp.payload)
        var rows = RowWriter()
        rows.append(session, isOpen: isOpen, findings: (0, ""), stamp)
        for connection in session.connections { rows.append(connection, of: session.id, stamp) }
        return rows.digest
    }
}

extension UnsettledSession {
    fileprivate var id: SessionID {
        switch self {
        case .known(let session): session.id
        case .joined(let id, _), .removed(let id): id
        }
    }
}
