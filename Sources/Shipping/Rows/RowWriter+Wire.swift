internal import LiveProtocol
public import SessionStore

/// Rows of `lt_frames` and `lt_events`, in the order of `StoreTable.columns`.
extension RowWriter {
    /// Writes a row of the table that it belongs to; the other one's is left out.
    public mutating func append(_ row: OutboxRow, of table: StoreTable, _ stamp: RowStamp) {
        let kept = row.kept(at: stamp.payload.captureLevel)
        switch kept.content {
        case .frame(let direction, let frame) where table == .frames:
            begin(row, stamp)
            // Looked for without its media: those are most of a message and say nothing about this.
            let looked = stamp.payload == .none ? row.kept(at: .noAudio) : kept
            append(frame, direction, kind: kind(of: looked), stamp)
        case .event(let kind, let json) where table == .events:
            begin(row, stamp)
            append(kind)
            append(json)
            append(stamp.version)
        case .frame, .event: break
        }
    }

    private mutating func begin(_ row: OutboxRow, _ stamp: RowStamp) {
        beginRow()
        append(day: row.at)
        append(stamp.node)
        append(row.connection.rawValue)
        append(UInt64(clamping: row.sequence))
        append(row.id)
        append(row.at.nanoseconds)
    }

    private mutating func append(_ frame: Frame, _ direction: Direction, kind: String, _ stamp: RowStamp) {
        append(Int8(clamping: direction.rawValue))
        append(frame.opcode.rawValue)
        append(frame.isFinal)
        // The bits above the three: tables that were made before there were faults stay as they are.
        append(frame.reservedBits & 7 | (frame.fault?.rawValue ?? 0) << 4)
        append(frame.isMasked)
        append(frame.isCut)
        append(UInt64(clamping: frame.byteCount))
        append(UInt8(0))
        append(kind)
        append(frame.payload != nil)
        append(frame.payload ?? [])
        append(stamp.version)
    }

    /// The first thing that a whole message holds; empty for what is none, and where nothing was recorded of it.
    private mutating func kind(of row: OutboxRow) -> String {
        guard case .frame(let direction, let frame) = row.content, frame.isFinal, !frame.opcode.isControl,
            frame.opcode != .continuation, let payload = frame.payload
        else { return "" }
        return kind(of: payload, direction)
    }
}

extension RowReader {
    /// The columns that `frame` reads.
    public static let frameColumns = [
        "connection", "seq", "id", "t_ns", "dir", "opcode", "fin", "rsv", "masked", "cut", "bytes", "captured",
        "payload",
    ]
    /// The columns that `event` reads.
    public static let eventColumns = ["connection", "seq", "id", "t_ns", "kind", "json"]

    public mutating func frame() throws(Unreadable) -> OutboxRow {
        let (connection, sequence, id, at) = try place()
        guard let direction = Direction(rawValue: UInt8(bitPattern: try integer(Int8.self))) else { throw Unreadable() }
        let opcode = Opcode(rawValue: try integer(UInt8.self))
        let (isFinal, reserved) = (try bool(), try integer(UInt8.self))
        let (isMasked, isCut) = (try bool(), try bool())
        let (byteCount, isCaptured, payload) = (try integer(UInt64.self), try bool(), try blob())
        let frame = Frame(
            isFinal: isFinal, reservedBits: reserved & 7, opcode: opcode, isMasked: isMasked,
            byteCount: Int(clamping: byteCount), payload: isCaptured ? payload : nil, isCut: isCut,
            fault: FrameFault(rawValue: reserved >> 4))
        return OutboxRow(id: id, connection: connection, sequence: sequence, at: at, content: .frame(direction, frame))
    }

    public mutating func event() throws(Unreadable) -> OutboxRow {
        let (connection, sequence, id, at) = try place()
        return OutboxRow(
            id: id, connection: connection, sequence: sequence, at: at,
            content: .event(kind: try text(), json: try text()))
    }

    private mutating func place() throws(Unreadable) -> (ConnectionID, Int64, Int64, Timestamp) {
        (
            ConnectionID(rawValue: try integer(UInt64.self)), Int64(clamping: try integer(UInt64.self)),
            try integer(Int64.self), Timestamp(nanoseconds: try integer(Int64.self))
        )
    }
}
