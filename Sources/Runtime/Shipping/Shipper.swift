import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
import SessionModel
import SessionStore
import Shipping
import Telemetry

/// Sends what is recorded to a central store, one batch after the other: first the rows, then what they make of their
/// sessions. Confined to one thread.
///
/// A batch is written down before it is sent, and the cursor goes on when the store has acknowledged it: whatever ends in
/// between is sent again, and is the same.
final class Shipper {
    /// What a step came to.
    enum Step: Equatable {
        /// A batch went, and more waits.
        case more
        /// All that waited is there.
        case caughtUp
    }

    let settings: ShipSettings
    let outbox: Outbox
    private let node: String
    private let recordings: Recordings
    private let store: StoreConnection
    private let status: NIOLockedValueBox<ShipStatus>
    private let limits: OutboxBatch.Limits
    private let live: LiveAnalysis?

    /// Raised when the same rows would become other bytes.
    static let encoding = 1

    init(
        _ settings: ShipSettings, node: String, credentials: StoreCredentials?, database: SessionDatabase,
        recordings: Recordings, status: NIOLockedValueBox<ShipStatus>, live: LiveAnalysis? = nil,
        limits: OutboxBatch.Limits = .init()
    ) throws {
        self.settings = settings
        self.node = node
        self.recordings = recordings
        self.status = status
        self.limits = limits
        self.live = live
        outbox = Outbox(database, url: settings.store.description)
        store = StoreConnection(StoreClient(settings.store, credentials)) { length in
            status.withLockedValue { $0.requests.record(length.seconds) }
        }
        try outbox.begin(node: node, payload: settings.payload.rawValue, at: .wallClock)
        note(nil)
    }

    /// Sends one batch, or what is to be told of sessions where no batch waits. What fails is noted before it is thrown.
    func step() throws(ShipFailure) -> Step {
        do {
            try store.checkTables()
            let step = try ship()
            note(nil)
            return step
        } catch {
            let failure = ShipFailure(error)
            status.withLockedValue { $0.batches[failure.needsSomebody ? "stopped" : "retry", default: 0] += 1 }
            note(failure)
            throw failure
        }
    }

    private func ship() throws -> Step {
        let pending = try outbox.pendingBatch()
        let frozen =
            try pending.map { ($0, try outbox.rows(of: $0, level: Self.level(of: $0.payload)), true) }
            ?? outbox.freeze(
                limits, payload: settings.payload.rawValue, level: settings.payload.captureLevel,
                encoding: Self.encoding, at: .wallClock)
        guard let (batch, rows, isFull) = frozen else {
            return try tellOfSessions() > 0 ? .more : .caughtUp
        }
        try send(rows, of: batch)
        try outbox.acknowledge(batch, rows, at: .wallClock)
        status.withLockedValue { status in
            status.batches["ok", default: 0] += 1
            status.rows.addClamped(Int64(batch.count))
        }
        if isFull { return .more }
        // The second look finds that those that are over stay as they are.
        if try tellOfSessions() > 0 { _ = try tellOfSessions() }
        return .caughtUp
    }

    /// What a batch wants of payloads; all where its word is not known.
    private static func level(of payload: String) -> CaptureLevel {
        ShipPayload(rawValue: payload)?.captureLevel ?? .full
    }

    private func tellOfSessions() throws -> Int {
        try SessionShipment(store, outbox, recordings, stamp(.wallClock), live: live).run()
    }

    private func stamp(_ instant: Timestamp, payload: String? = nil) -> RowStamp {
        RowStamp(node: node, at: instant, payload: payload.flatMap(ShipPayload.init) ?? settings.payload)
    }

    private func send(_ found: OutboxRows, of batch: OutboxBatch) throws {
        let stamp = stamp(batch.madeAt, payload: batch.payload)
        for table in [StoreTable.frames, .events] {
            var rows = RowWriter()
            var ids: [Int64] = []
            for row in found.rows where row.isFrame == (table == .frames) {
                rows.append(row, of: table, stamp)
                ids.append(row.id)
            }
            let token = "\(node):\(table.rawValue):\(batch.first)-\(batch.last):\(stamp.version)"
            let store = store
            let insert = RowInsert(table: table, rows: rows, token: token) { table, bytes, token throws(ShipFailure) in
                try store.insert(table, bytes, token: token)
            }
            for refusal in try insert.run() where ids.indices.contains(refusal.index) {
                try outbox.setApart(
                    row: ids[refusal.index], kind: table.rawValue, code: refusal.code, reason: refusal.why,
                    at: .wallClock)
            }
        }
        for id in found.unreadable {
            try outbox.setApart(
                row: id, kind: "local", code: 0, reason: "damaged on the disk here", at: .wallClock)
        }
    }

    /// Notes how things are where `ship --status` and `/metrics` look.
    private func note(_ failure: ShipFailure?) {
        // Where the disk refuses this, the recorder tells.
        if let failure { try? outbox.note(problem: (failure.why, failure.cure), at: .wallClock) }
        if failure == nil, status.withLockedValue({ $0.problem }) != nil {
            try? outbox.note(problem: nil, at: .wallClock)
        }
        let state = try? outbox.state()
        status.withLockedValue { ($0.state, $0.problem) = (state ?? $0.state, failure) }
    }
}
