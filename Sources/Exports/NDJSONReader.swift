import LiveProtocol

/// Reads lines of `livetop.frame/1` and `livetop.event/1` back into wire events.
///
/// Without payloads (`--raw`) a frame is made of the message that it completes; fragments then stay empty. Without
/// events the beginning of the clock is known to the millisecond only.
public struct NDJSONReader {
    /// When `t` counts from, by session.
    private var openings: [SessionID: Timestamp] = [:]

    public init() {}

    /// Takes the lines in order, without their ends. Nil for a line that says nothing about the wire: an empty one, a
    /// finding. Call `learn` for all lines first.
    public mutating func event(in line: [UInt8]) throws(ImportError) -> ImportedEvent? {
        guard let parsed = try parse(line) else { return nil }
        learn(parsed)
        guard let openedAt = openings[parsed.session], let t = parsed.t else {
            throw ImportError("the line has no time")
        }
        let kind = parsed.isFrame ? frame(parsed.document) : other(parsed.document)
        guard let kind, let sequence = parsed.sequence else {
            throw ImportError(parsed.isFrame ? "the frame is not complete" : "the event is not one that livetop writes")
        }
        let event = WireEvent(connection: parsed.connection, sequence: sequence, at: openedAt + t, kind: kind)
        return ImportedEvent(session: parsed.session, event: event)
    }

    /// Looks for the exact beginning of each session's clock. True once the line's session has one.
    public mutating func learn(_ line: [UInt8]) throws(ImportError) {
        if let parsed = try parse(line), parsed.unixTime != nil { learn(parsed) }
    }

    private mutating func learn(_ line: Line) {
        guard openings[line.session] == nil, let t = line.t else { return }
        if let unixTime = line.unixTime {
            openings[line.session] = Timestamp(nanoseconds: unixTime) - t
        } else if let wall = line.wall {
            openings[line.session] = wall - t
        }
    }

    // MARK: One line

    private struct Line {
        var document: JSONValue
        var isFrame: Bool
        var session: SessionID
        var connection: ConnectionID
        var sequence: Int64?
        /// Exact: a `Double` would lose nanoseconds.
        var t: Duration?
        var unixTime: Int64?
        var wall: Timestamp?
        /// The message, as it stood in the line.
        var json: [UInt8]?
    }

    private func parse(_ bytes: [UInt8]) throws(ImportError) -> Line? {
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        let document: JSONDocument
        do { document = try JSONDocument(bytes) } catch { throw ImportError("it is not JSON: \(error)") }
        let root = document.root
        let schema = root["schema"]?.string
        guard schema != "livetop.finding/1" else { return nil }
        guard schema == NDJSONWriter.schema || schema == NDJSONWriter.eventSchema else {
            throw ImportError("it is no line of \(NDJSONWriter.schema) or \(NDJSONWriter.eventSchema)")
        }
        guard let session = root["session"]?.string.flatMap(SessionID.init),
            let connection = root["connection"]?.string.flatMap(ConnectionID.init)
        else { throw ImportError("session or connection is missing") }
        var line = Line(
            document: .null, isFrame: schema == NDJSONWriter.schema, session: session, connection: connection)
        line.sequence = root["seq"]?.int64
        line.t = root["t"].flatMap { ExactDecimal.nanoseconds(ofSeconds: $0.source) }.map(Duration.nanoseconds)
        line.unixTime = root["unix_ns"]?.string.flatMap { Int64($0) }
        line.wall = root["wall"]?.string.flatMap(Timestamp.init(rfc3339:))
        line.document = line.isFrame ? Self.members(of: root) : JSONValue(root)
        return line
    }

    /// All but the message, which is large and needed as text only.
    private static func members(of root: JSONNode) -> JSONValue {
        var members: [(String, JSONValue)] = []
        for (key, value) in root.members {
            switch key {
            case "json":
                if !value.isNull { members.append(("json", .string(String(decoding: value.source, as: UTF8.self)))) }
            default: members.append((key.string, JSONValue(value)))
            }
        }
        return .object(members)
    }

    private func frame(_ line: JSONValue) -> WireEvent.Kind? {
        guard let direction = WireEventJSON.direction(line["dir"]),
            let opcode = line["op"]?.string.flatMap(Opcode.init),
            let byteCount = line["bytes"]?.integer.flatMap(Int.init(exactly:)), byteCount >= 0
        else { return nil }
        var frame = Frame(
            isFinal: line["fin"]?.bool ?? true, opcode: opcode,
            isMasked: line["masked"]?.bool ?? (direction == .clientToServer), byteCount: byteCount, payload: nil)
        frame.reservedBits = UInt8(clamping: line["rsv"]?.integer ?? 0)
        frame.isCut = line["cut"]?.bool ?? false
        if let base64 = line["payload_b64"]?.string {
            guard let payload = Base64.decode(Array(base64.utf8)[...]) else { return nil }
            frame.payload = payload
        } else if line["payload_b64"] == nil, frame.isFinal, opcode != .continuation, let json = line["json"]?.string {
            frame.payload = Array(json.utf8)
        }
        return .frame(direction, frame)
    }

    private func other(_ line: JSONValue) -> WireEvent.Kind? {
        guard let name = line["event"]?.string, let data = line["data"] else { return nil }
        return WireEventJSON.kind(named: name, data)
    }
}

/// Decimal numbers without the detour over `Double`.
enum ExactDecimal {
    /// `12.000000345` → nanoseconds; nil for what is not such a number or does not fit.
    static func nanoseconds(ofSeconds text: ArraySlice<UInt8>) -> Int64? {
        var digits = text
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        let whole = digits.prefix { $0 != UInt8(ascii: ".") }
        let fraction = digits.dropFirst(whole.count + 1).prefix(9)
        guard !whole.isEmpty, digits.dropFirst(whole.count + 1).allSatisfy(isDigit), whole.allSatisfy(isDigit),
            let seconds = Int64(String(decoding: whole, as: UTF8.self)),
            let rest = Int64(
                String(decoding: fraction, as: UTF8.self) + String(repeating: "0", count: 9 - fraction.count))
        else { return nil }
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return nil }
        let (sum, isTooLarge) = scaled.addingReportingOverflow(rest)
        return isTooLarge ? nil : isNegative ? -sum : sum
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension Opcode {
    /// As `name` spells it.
    init?(_ name: String) {
        guard let opcode = (UInt8(0)...15).map(Opcode.init(rawValue:)).first(where: { $0.name == name }) else {
            return nil
        }
        self = opcode
    }
}

extension Timestamp {
    /// Reads `2026-09-20T10:00:00.123Z` and the same with an offset; nil for anything else.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return Int64(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month),
            (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        var rest = bytes.dropFirst(19)
        var fraction = "0"
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            fraction = String(decoding: digits.prefix(9), as: UTF8.self)
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let offset = Self.offset(rest), let nanoseconds = Int64(fraction.padding(9)) else { return nil }
        // Days since 1970 of the proleptic Gregorian calendar, years counted from March.
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return nil }
        self.init(nanoseconds: scaled &+ nanoseconds)
    }

    /// Seconds east of Greenwich: `Z`, `+02:00`.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        if text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8) { return 0 }
        let parts = String(decoding: text.dropFirst(), as: UTF8.self).split(separator: ":")
        guard let sign = text.first, sign == 0x2B || sign == 0x2D, parts.count == 2, let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
        else { return nil }
        return (sign == 0x2B ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: "0", count: Swift.max(width - utf8.count, 0))
    }
}
