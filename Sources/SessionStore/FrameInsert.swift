internal import GRDB
internal import GRDBSQLite
internal import LiveProtocol

/// The statement that runs for every frame, bound through SQLite's C interface: GRDB's arguments were measured to
/// cost half as much again as the whole insert, and would copy each payload.
struct FrameInsert {
    private static let sql = """
        INSERT INTO frames
            (id, connection, seq, direction, opcode, fin, rsv, masked, cut, t_ns, size, codec, payload, fault)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private let connection: Database
    private let statement: SQLiteStatement

    init(_ connection: Database) throws {
        self.connection = connection
        statement = try connection.cachedStatement(sql: Self.sql).sqliteStatement
    }

    /// Inserts `frame` of `event` as row `id`, `t` nanoseconds after the recording's anchor.
    func run(id: Int64, event: WireEvent, t: Int64, direction: Direction, frame: Frame) throws {
        bind(1, id)
        bind(2, event.connection.columnValue)
        bind(3, event.sequence)
        bind(4, Int64(direction.rawValue))
        bind(5, Int64(frame.opcode.rawValue))
        bind(6, frame.isFinal ? 1 : 0)
        bind(7, Int64(frame.reservedBits))
        bind(8, frame.isMasked ? 1 : 0)
        bind(9, frame.isCut ? 1 : 0)
        bind(10, t)
        bind(11, Int64(frame.byteCount))
        if let fault = frame.fault { bind(14, Int64(fault.rawValue)) } else { sqlite3_bind_null(statement, 14) }
        let code = step(payload: packed(frame))
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else {
            throw GRDB.DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection.sqliteConnection)), sql: Self.sql)
        }
    }

    /// Binds how the payload is stored, and gives what is. One of which something is missing or was replaced stays as it
    /// is: its length is then not that on the wire.
    private func packed(_ frame: Frame) -> [UInt8]? {
        let packed = frame.payload.flatMap { payload in
            payload.count == frame.byteCount && !frame.isCut ? PackedPayload.pack(payload) : nil
        }
        bind(12, (packed?.codec ?? .plain).rawValue)
        return packed?.bytes ?? frame.payload
    }

    /// Forgets the last payload: it is bound without a copy, and must not be looked at once its array is gone.
    func finish() {
        sqlite3_clear_bindings(statement)
    }

    private func bind(_ index: Int32, _ value: Int64) {
        sqlite3_bind_int64(statement, index, value)
    }

    private func step(payload: [UInt8]?) -> Int32 {
        guard let payload else {
            sqlite3_bind_null(statement, 13)
            return sqlite3_step(statement)
        }
        guard !payload.isEmpty else {
            // A null pointer would be bound as NULL, which means that the payload was not captured.
            sqlite3_bind_zeroblob(statement, 13, 0)
            return sqlite3_step(statement)
        }
        return payload.withUnsafeBytes { bytes in
            // No destructor means SQLITE_STATIC: the bytes stay where they are until the statement has run.
            let code = sqlite3_bind_blob64(statement, 13, bytes.baseAddress, UInt64(bytes.count), nil)
            return code == SQLITE_OK ? sqlite3_step(statement) : code
        }
    }
}

extension ConnectionID {
    /// As stored: the same 64 bits.
    var columnValue: Int64 { Int64(bitPattern: rawValue) }

    init(columnValue: Int64) { self.init(rawValue: UInt64(bitPattern: columnValue)) }
}
