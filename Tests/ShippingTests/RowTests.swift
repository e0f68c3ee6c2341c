import Diagnosis
import LiveProtocol
import SessionModel
import SessionStore
import TestSupport
import Testing

@testable import Shipping

@Suite struct RowTests {
    private static let at = Timestamp(nanoseconds: 1_790_000_000_123_456_789)
    private static let stamp = RowStamp(node: "here-1", at: at, payload: .full)

    /// The values of each row by the types that its table has: a reader that knows nothing of how they were written.
    private static func values(_ rows: RowWriter, of table: StoreTable) throws -> [[String: String]] {
        var reader = RowReader(rows.bytes)
        var found: [[String: String]] = []
        while !reader.isAtEnd {
            var row: [String: String] = [:]
            for column in table.columns { row[column.name] = try value(column.type, &reader) }
            found.append(row)
        }
        #expect(found.count == rows.count)
        return found
    }

    private static func value(_ type: StoreType, _ reader: inout RowReader) throws -> String {
        switch type {
        case .day: "\(try reader.integer(UInt16.self))"
        case .text, .name, .payload: try reader.text()
        case .flag, .uint8: "\(try reader.integer(UInt8.self))"
        case .uint32: "\(try reader.integer(UInt32.self))"
        case .uint64, .version: "\(try reader.integer(UInt64.self))"
        case .int64, .instant: "\(try reader.integer(Int64.self))"
        case .float64: "\(try reader.double())"
        case .direction: "\(try reader.integer(Int8.self))"
        case .optional(let type): try reader.bool() ? "null" : value(type, &reader)
        }
    }

    private static func frame(_ payload: [UInt8]?, _ direction: Direction = .serverToClient) -> OutboxRow {
        OutboxRow(
            id: 7, connection: ConnectionID(rawValue: .max), sequence: 3, at: at,
            content: .frame(direction, Frame(.text, payload ?? [])))
    }

    @Test func `a frame is written as its table has it`() throws {
        var rows = RowWriter()
        rows.append(Self.frame(Array(#"{"setupComplete":{}}"#.utf8)), of: .frames, Self.stamp)
        rows.append(Self.frame([0xFF, 0, 0x27], .clientToServer), of: .frames, Self.stamp)
        rows.append(Self.frame([]), of: .events, Self.stamp)
        let found = try Self.values(rows, of: .frames)
        let first = try #require(found.first)
        #expect(first["node"] == "here-1" && first["connection"] == "18446744073709551615" && first["seq"] == "3")
        #expect(first["id"] == "7" && first["t_ns"] == "1790000000123456789" && first["dir"] == "1")
        #expect(first["day"] == "20717" && first["opcode"] == "1" && first["fin"] == "1" && first["bytes"] == "20")
        #expect(
            first["kind"] == "setupComplete" && first["captured"] == "1" && first["payload"] == #"{"setupComplete":{}}"#
        )
        #expect(first["ver"] == "1790000000123456")
        #expect(found.count == 2 && found[1]["dir"] == "0" && found[1]["kind"] == "")
        #expect(rows.slice(0..<1) + rows.slice(1..<2) == rows.bytes[...])
    }

    @Test(arguments: [
        (ShipPayload.full, true, #"{"realtimeInput":{"audio":{"data":"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=QUJD"}}}"#),
        (.noAudio, true, #"{"realtimeInput":{"audio":{"data":""}}}"#), (.none, false, ""),
    ])
    func `less leaves the machine where less is asked for, and what it was is told`(
        payload: ShipPayload, isCaptured: Bool, expected: String
    ) throws {
        let text = #"{"realtimeInput":{"audio":{"data":"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=QUJD"}}}"#
        var rows = RowWriter()
        rows.append(
            Self.frame(Array(text.utf8)), of: .frames, RowStamp(node: "n", at: Self.at, payload: payload))
        let row = try #require(try Self.values(rows, of: .frames).first)
        #expect(row["payload"] == expected && row["captured"] == (isCaptured ? "1" : "0"))
        #expect(row["kind"] == "realtimeInput.audio" && row["bytes"] == "\(text.utf8.count)")
    }

    @Test func `frames and events come back as they were`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<50 {
            let payload = (0..<Int.random(in: 0...300, using: &generator)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            var frame = Frame(
                isFinal: .random(using: &generator), reservedBits: 4, opcode: .binary,
                isMasked: .random(using: &generator),
                byteCount: Int.random(in: 0...1_000_000, using: &generator),
                payload: Bool.random(using: &generator) ? payload : nil, isCut: .random(using: &generator))
            frame.maskingKey = nil
            let row = OutboxRow(
                id: .random(in: 1 ... .max, using: &generator),
                connection: ConnectionID(rawValue: .random(in: 0 ... .max, using: &generator)),
                sequence: .random(in: 0...(1 << 48), using: &generator),
                at: Timestamp(nanoseconds: .random(in: .min ... .max, using: &generator)),
                content: .frame(Bool.random(using: &generator) ? .clientToServer : .serverToClient, frame))
            var reader = RowReader(try Self.selected(row, .frames, RowReader.frameColumns))
            #expect(try reader.frame() == row)
            #expect(reader.isAtEnd)
        }
        let event = OutboxRow(
            id: 9, connection: ConnectionID(rawValue: 1), sequence: 2, at: Self.at,
            content: .event(kind: "closed", json: #"{"by":"ä"}"#))
        var reader = RowReader(try Self.selected(event, .events, RowReader.eventColumns))
        #expect(try reader.event() == event)
    }

    /// The row as a server gives it to whoever asks for some of its columns.
    private static func selected(_ row: OutboxRow, _ table: StoreTable, _ names: [String]) throws -> [UInt8] {
        var rows = RowWriter()
        rows.append(row, of: table, stamp)
        var reader = RowReader(rows.bytes)
        var parts: [String: ArraySlice<UInt8>] = [:]
        for column in table.columns {
            let start = rows.bytes.count - reader.left
            _ = try value(column.type, &reader)
            parts[column.name] = rows.bytes[start..<(rows.bytes.count - reader.left)]
        }
        return names.flatMap { parts[$0] ?? [] }
    }

    @Test func `what is cut off is an error, not an end`() throws {
        var rows = RowWriter()
        rows.append(Self.frame([1, 2, 3]), of: .frames, Self.stamp)
        let bytes = try Self.selected(Self.frame([1, 2, 3]), .frames, RowReader.frameColumns)
        for count in 0..<bytes.count {
            var reader = RowReader(Array(bytes.prefix(count)))
            #expect(throws: RowReader.Unreadable.self) { try reader.frame() }
        }
        var endless = RowReader([UInt8](repeating: 0xFF, count: 20))
        #expect(throws: RowReader.Unreadable.self) { try endless.text() }
    }

    @Test func `a session, its connection, a turn and findings are written as their tables have them`() throws {
        let session = OutboxSession.nothing(SessionID(ConnectionID(rawValue: 5)), openedAt: Self.at)
        var rows = RowWriter()
        rows.append(session, isOpen: false, findings: (2, "a-rule"), Self.stamp)
        rows.append(session, isOpen: false, findings: (0, ""), isGone: true, Self.stamp)
        let found = try Self.values(rows, of: .sessions)
        #expect(found.map { $0["gone"] } == ["0", "1"] && found[0]["findings"] == "2" && found[0]["worst"] == "a-rule")
        #expect(
            found[0]["session"] == session.id.description && found[0]["session_id"] == "5" && found[0]["tag"] == "null")
        #expect(found[0]["payload"] == "full" && found[0]["summary"]?.hasPrefix("{") == true)

        var connection = OutboxConnection(
            id: ConnectionID(rawValue: 5), session: session.id,
            run: .init(startedAt: Self.at, endedAt: nil, livetop: "1.2", capture: "meta", host: "h"), openedAt: Self.at)
        (connection.closeReason, connection.isTLS) = ("why", true)
        rows = RowWriter()
        rows.append(connection, of: session.id, Self.stamp)
        let row = try #require(try Self.values(rows, of: .connections).first)
        #expect(
            row["capture"] == "meta" && row["close_reason"] == "why" && row["tls"] == "1" && row["status"] == "null")

        let turn = Turn(index: 1, connection: connection.id, openedAt: Self.at)
        let state = SessionState(id: session.id, openedAt: Self.at)
        rows = RowWriter()
        rows.append(ShippedTurn(turn: turn, tokens: nil), of: state, Self.stamp)
        let told = try #require(try Self.values(rows, of: .turns).first)
        #expect(
            told["turn"] == "1" && told["outcome"] == "open" && told["response_ms"] == "null"
                && told["tokens_known"] == "0")

        let finding = Finding(rule: "a-rule", severity: .error, from: Self.at, to: Self.at, title: "What", fix: "Do")
        rows = RowWriter()
        rows.append(finding, number: 1, of: session.id, openedAt: Self.at, Self.stamp)
        rows.append(goneFinding: 2, of: session.id, openedAt: Self.at, Self.stamp)
        let findings = try Self.values(rows, of: .findings)
        #expect(findings.map { $0["rule"] } == ["a-rule", ""] && findings.map { $0["gone"] } == ["0", "1"])
        #expect(findings[0]["severity"] == "error" && findings[0]["title"] == "What" && findings[1]["number"] == "2")
    }

    @Test func `the lesser of what was recorded and what is sent is told`() {
        #expect(ShipPayload.full.level(recordedAt: "no-audio") == "no-audio")
        #expect(ShipPayload.noAudio.level(recordedAt: "full") == "no-audio")
        #expect(ShipPayload.none.level(recordedAt: "full") == "meta")
        #expect(ShipPayload.full.level(recordedAt: "full") == "full")
    }

    @Test func `rows differ in their number where they differ`() {
        var (one, other) = (RowWriter(), RowWriter())
        one.append(Self.frame([1]), of: .frames, Self.stamp)
        other.append(Self.frame([2]), of: .frames, Self.stamp)
        #expect(one.digest != other.digest)
        other = RowWriter()
        other.append(Self.frame([1]), of: .frames, Self.stamp)
        #expect(one.digest == other.digest && one == other)
    }
}
