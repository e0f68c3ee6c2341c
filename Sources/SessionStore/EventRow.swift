internal import GRDB
internal import LiveProtocol

/// A row of `frames` or of `events` (as `r`) as the wire event that it was made from.
enum EventRow {
    /// - Parameter start: when its recording began, as an SQL expression.
    static func columns(of table: EventLane.Table, start: String) -> String {
        let own =
            table == .frames
            ? "r.direction, r.opcode, r.fin, r.rsv, r.masked, r.cut, r.size, r.payload, r.codec, r.fault" : "kind, json"
        return "r.id, r.connection, r.seq, r.t_ns, \(start), \(own)"
    }

    /// - Parameter isBrief: nobody wants media: those that `MediaStripper` empties may be a few digits in their place.
    static func event(_ row: Row, of table: EventLane.Table, isBrief: Bool = false) throws -> WireEvent {
        let anchor: Int64 = try row.decode(atIndex: 4)
        let sequence: Int64 = try row.decode(atIndex: 2)
        guard sequences.contains(sequence) else { throw unreadable(row, table) }
        return WireEvent(
            connection: ConnectionID(columnValue: try row.decode(atIndex: 1)), sequence: sequence,
            at: Timestamp(nanoseconds: anchor &+ (try row.decode(atIndex: 3))),
            kind: table == .frames ? try frame(row, isBrief) : try kind(row))
    }

    private static func frame(_ row: Row, _ isBrief: Bool) throws -> WireEvent.Kind {
        guard let direction = Direction(rawValue: try small(row, 5)),
            let byteCount = Int(exactly: try row.decode(Int64.self, atIndex: 11)), byteCount >= 0
        else { throw unreadable(row, .frames) }
        var frame = Frame(
            isFinal: try small(row, 7) != 0, reservedBits: try small(row, 8),
            opcode: Opcode(rawValue: try small(row, 6)), isMasked: try small(row, 9) != 0, byteCount: byteCount,
            payload: nil, isCut: try small(row, 10) != 0,
            fault: try row.decode(Int64?.self, atIndex: 14).flatMap { FrameFault(rawValue: UInt8(clamping: $0)) })
        // Of a part of a message nobody knows what it is a part of.
        let isMessage = frame.isFinal && !frame.opcode.isControl && frame.opcode != .continuation
        frame.payload = try payload(row, isBrief: isBrief && isMessage)
        return .frame(direction, frame)
    }

    private static func payload(_ row: Row, isBrief: Bool) throws -> [UInt8]? {
        guard let codec = PackedPayload.Codec(rawValue: try row.decode(atIndex: 13)) else {
            throw unreadable(row, .frames)
        }
        return try row.withUnsafeData(atIndex: 12) { data in
            guard let data else { return nil }
            if isBrief, let payload = PackedPayload.brief(data, codec) { return payload }
            guard let payload = PackedPayload.unpack(data, codec) else { throw unreadable(row, .frames) }
            return payload
        }
    }

    /// Numbers that a frame can have: no call lasts for more.
    static let sequences: ClosedRange<Int64> = 0...(1 << 48)

    private static func small(_ row: Row, _ index: Int) throws -> UInt8 {
        UInt8(clamping: try row.decode(Int64.self, atIndex: index))
    }

    private static func kind(_ row: Row) throws -> WireEvent.Kind {
        do {
            return try EventJSON.decode(kind: row.decode(atIndex: 5), json: row.decode(atIndex: 6))
        } catch is UnreadableEvent {
            throw unreadable(row, .events)
        }
    }

    static func unreadable(_ row: Row, _ table: EventLane.Table) -> DatabaseError {
        // The number may be as damaged as the rest; the message then goes without.
        let number = (try? row.decode(Int64.self, atIndex: 0)).map { " \($0)" } ?? ""
        return DatabaseError(.corrupt, what: "Row\(number) of table \(table.rawValue) cannot be read.")
    }
}
