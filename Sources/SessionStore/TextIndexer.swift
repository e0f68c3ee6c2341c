internal import GRDB
internal import LiveProtocol

/// Takes recorded texts into the index, behind the recorder's back: in short transactions, and never on its way.
///
/// How far it has come is kept for each connection, at a place where nothing was unfinished. What it wrote of an
/// unfinished turn is written anew when more has come.
public struct TextIndexer: Sendable {
    let database: SessionDatabase

    static let eventsPerTransaction = 2_000
    static let piecesPerTransaction = 100

    /// - Parameter database: opened for writing, see `SessionDatabase.openBeside`.
    public init(_ database: SessionDatabase) { self.database = database }

    /// Takes in what has been recorded since the last time.
    ///
    /// - Parameter proceed: asked between transactions, with the frames that are done and those that there were to do;
    ///   false ends it for now.
    public func catchUp(proceed: (_ done: Int, _ of: Int) -> Bool = { _, _ in true }) throws(DatabaseError) {
        let pending = try pendingConnections()
        let total = pending.reduce(0) { $0 + $1.frameCount }
        var done = 0
        for group in TextGroups.of(pending) {
            let count = group.reduce(0) { $0 + $1.frameCount }
            let tell = { (taken: Int) in proceed(min(done + min(taken, count), total), total) }
            let isThrough =
                if let one = group.first, group.count == 1 {
                    try takeIn(one, proceed: tell)
                } else {
                    try takeIn(group, proceed: tell)
                }
            guard isThrough else { return }
            done += count
        }
    }

    /// A connection of which something is not in the index.
    struct Pending {
        var connection: ConnectionID
        /// Up to here everything is in the index and stays.
        var sequence: Int64
        /// Nothing will be added to it.
        var isOver: Bool
        /// Between which rows all stands that is not; nil where there is none.
        var rows: ClosedRange<Int64>?
        /// How many frames of its own are among them, about.
        var frameCount: Int
    }

    func pendingConnections() throws(DatabaseError) -> [Pending] {
        try database.read("Cannot index the texts") { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT c.id, coalesce(p.seq, 0) AS seq, \(Self.places),
                        c.closed_ns IS NOT NULL OR c.recording IS NOT \(Schema.runningRecording) AS is_over
                    FROM connections c LEFT JOIN text_progress p ON p.connection = c.id
                    WHERE NOT coalesce(p.is_complete, 0)
                        AND (c.method IS NULL OR c.method IN ('bidiGenerateContent', 'bidiGenerateContentConstrained',
                            'liveInteractions'))
                        AND (c.closed_ns IS NOT NULL OR p.seq IS NULL
                            OR (SELECT max(seq) FROM frames WHERE connection = c.id) > p.last_seq)
                    ORDER BY c.id
                    """)
            return try rows.map(Pending.init)
        }
    }

    /// The first and the last of what is to be taken in, and the number of the last frame: a look into an index each.
    private static let places = """
        (SELECT id FROM frames WHERE connection = c.id AND seq > coalesce(p.seq, 0) ORDER BY seq, id LIMIT 1)
            AS first_frame,
        (SELECT id FROM events WHERE connection = c.id AND seq >= coalesce(p.seq, 0) ORDER BY seq, id LIMIT 1)
            AS first_event,
        (SELECT id FROM frames WHERE connection = c.id ORDER BY seq DESC, id DESC LIMIT 1) AS last_frame,
        (SELECT id FROM events WHERE connection = c.id ORDER BY seq DESC, id DESC LIMIT 1) AS last_event,
        (SELECT max(seq) FROM frames WHERE connection = c.id) AS last_seq
        """

    /// False when it was told to stop.
    ///
    /// - Parameter proceed: asked with how many events have been taken in.
    private func takeIn(_ pending: Pending, proceed: (_ taken: Int) -> Bool) throws(DatabaseError) -> Bool {
        var gatherer = TextGatherer(pending.connection, after: pending.sequence)
        var events = Recording(database).events(ofConnection: pending.connection, after: pending.sequence).briefly()
        var (isFirst, isAtEnd, taken) = (true, false, 0)
        while !isAtEnd {
            var count = 0
            while count < Self.eventsPerTransaction, let event = try events.next() {
                gatherer.take(event)
                count += 1
            }
            isAtEnd = count < Self.eventsPerTransaction
            let pieces = gatherer.takePieces(isFinal: isAtEnd)
            try write(pieces, of: pending, upTo: gatherer, discards: isFirst, isAtEnd: isAtEnd)
            isFirst = false
            taken += count
            guard proceed(taken) else { return false }
        }
        return true
    }

    private func write(
        _ pieces: [TextGatherer.Piece], of pending: Pending, upTo gatherer: TextGatherer, discards: Bool, isAtEnd: Bool
    ) throws(DatabaseError) {
        let id = pending.connection.columnValue
        let isComplete = gatherer.isComplete || isAtEnd && pending.isOver
        let portions = stride(from: 0, to: max(pieces.count, 1), by: Self.piecesPerTransaction)
        for start in portions {
            try database.write("Cannot index the texts") { connection in
                // Removed meanwhile.
                guard
                    try Bool.fetchOne(connection, sql: "SELECT 1 FROM connections WHERE id = ?", arguments: [id])
                        == true
                else { return }
                if discards, start == 0 {
                    try connection.execute(
                        sql: "DELETE FROM texts WHERE connection = ? AND seq > ?", arguments: [id, pending.sequence])
                }
                for piece in pieces.dropFirst(start).prefix(Self.piecesPerTransaction) {
                    try Self.insert(piece, of: id, connection)
                }
                // Not before its texts: what a stop cuts off is written anew.
                guard start + Self.piecesPerTransaction >= pieces.count else { return }
                try Self.note(gatherer, of: id, isComplete: isComplete, connection)
            }
        }
    }

    static func insert(_ piece: TextGatherer.Piece, of id: Int64, _ connection: Database) throws {
        try connection.execute(
            sql: "INSERT INTO texts (connection, seq, at_ns, kind, text) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, piece.sequence, piece.at.nanoseconds, piece.kind.rawValue, piece.text])
    }

    /// How far a connection has been taken in.
    static func note(_ gatherer: TextGatherer, of id: Int64, isComplete: Bool, _ connection: Database) throws {
        try connection.execute(
            sql: "INSERT OR REPLACE INTO text_progress (connection, seq, last_seq, is_complete) VALUES (?, ?, ?, ?)",
            arguments: [id, gatherer.boundary, gatherer.last, isComplete])
    }
}

extension TextIndexer.Pending {
    init(_ row: Row) throws {
        connection = ConnectionID(columnValue: try row.decode(forColumn: "id"))
        sequence = try row.decode(forColumn: "seq")
        isOver = try row.decode(forColumn: "is_over")
        let first: [Int64] = try ["first_frame", "first_event"].compactMap { try row.decode(forColumn: $0) }
        let last: [Int64] = try ["last_frame", "last_event"].compactMap { try row.decode(forColumn: $0) }
        if let start = first.min(), let end = last.max(), start <= end { rows = start...end }
        let newest = min(try row.decode(Int64?.self, forColumn: "last_seq") ?? 0, EventRow.sequences.upperBound)
        frameCount = Int(clamping: max(newest.subtractingClamped(sequence), 0))
    }
}
