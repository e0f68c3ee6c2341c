internal import LiveProtocol
internal import SessionModel
internal import SessionStore

/// What happened in a recorded session, read by one thread and decoded by another while the caller makes something of
/// it: a long session comes back in the time of the slowest of the three.
///
/// ```
/// rows ─ read ─▶ belt ─ decode ─▶ belt ─ next()
/// ```
final class DecodedEvents {
    private let rows = Belt<WireEvent>()
    private let facts = Belt<LiveEvent>()

    private static let batchSize = 256

    /// Of how many rows the facts are that have been taken, the last batch counted as a whole one.
    private(set) var rowCount = 0

    /// Begins to read.
    init(of session: SessionID, in database: SessionDatabase) {
        let (rows, facts) = (rows, facts)
        ReadingThread.start(named: "read") {
            rows.fill { put in try Self.read(session, in: database, put) }
        }
        ReadingThread.start(named: "decode") {
            facts.fill { put in try Self.decode(rows, put) }
            rows.abandon()
        }
    }

    deinit { facts.abandon() }

    /// The facts of the next events, in order; nil at the end.
    func next() throws -> [LiveEvent]? {
        defer { rowCount += Self.batchSize }
        return try facts.take()
    }

    private static func read(
        _ session: SessionID, in database: SessionDatabase, _ put: ([WireEvent]) throws -> Void
    ) throws {
        var batch: [WireEvent] = []
        try Recording(database).forEachEvent(of: session) { event in
            batch.append(event)
            guard batch.count == batchSize else { return }
            try put(batch)
            batch = []
        }
        try put(batch)
    }

    private static func decode(_ rows: Belt<WireEvent>, _ put: ([LiveEvent]) throws -> Void) throws {
        var decoding = Decoding()
        while let batch = try rows.take() {
            var facts: [LiveEvent] = []
            facts.reserveCapacity(4 * batch.count)
            for event in batch { facts += decoding.decode(event) }
            try put(facts)
        }
    }
}
