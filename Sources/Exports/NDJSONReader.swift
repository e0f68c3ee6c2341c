public import LiveProtocol

/// Reads lines of `livetop.frame/1` and `livetop.event/1` back into wire events.
///
/// Without payloads (`--raw`) a frame is made of the message that it completes; fragments then stay empty. Without
/// events the beginning of the clock is known to the millisecond only, or not at all for a session that another tool
/// recorded without times: its connections get an opening that says so.
public struct NDJSONReader {
    /// When `t` counts from, by session.
    private var openings: [SessionID: Timestamp] = [:]
    private let writtenAt: Timestamp
    private var opened: Set<ConnectionID> = []

    /// - Parameter writtenAt: when the file was written: the instant of what has none.
    public init(writtenAt: Timestamp = Timestamp(nanoseconds: 0)) { self.writtenAt = writtenAt }

    /// Takes the lines in order, without their ends. Nothing for a line that says nothing about the wire: an empty one,
    /// a finding. Call `place` for all lines first.
    public mutating func events(in line: [UInt8]) throws(ImportError) -> [ImportedEvent] {
        guard let parsed = try parse(line) else { return [] }
        learn(parsed)
        let openedAt = openings[parsed.session]
        let event = try event(parsed, at: instant(of: parsed))
        if case .opened = event.event.kind { opened.insert(parsed.connection) }
        guard openedAt == nil, parsed.unixTime == nil, opened.insert(parsed.connection).inserted else { return [event] }
        return [opening(of: parsed, at: openedAt ?? writtenAt), event]
    }

    private func instant(of line: Line) throws(ImportError) -> Timestamp {
        let openedAt = openings[line.session]
        guard line.t != nil || openedAt == nil || line.unixTime != nil else {
            throw ImportError("the line has no time")
        }
        let start = openedAt ?? writtenAt
        return line.t.map { start + $0 } ?? line.unixTime.map(Timestamp.init) ?? start
    }

    /// Where a line stands, at a fraction of what its events cost: what it holds is not looked at.
    public struct Place: Hashable, Sendable {
        public var session: SessionID
        public var connection: ConnectionID
        /// Nil as long as the beginning of the session's clock is not known: ask again when all lines have been seen.
        public var at: Timestamp?
    }

    /// Learns when the clock of a line's session begins, and says where the line stands; nil for one that says nothing
    /// about the wire.
    public mutating func place(of line: [UInt8]) throws(ImportError) -> Place? {
        guard let parsed = try parseLightly(line) else { return nil }
        if parsed.unixTime != nil { learn(parsed) }
        let isKnown = openings[parsed.session] != nil
        return Place(
            session: parsed.session, connection: parsed.connection, at: isKnown ? try instant(of: parsed) : nil)
    }

    /// Where a line stands once all of them have been seen.
    public mutating func finalPlace(of line: [UInt8]) throws(ImportError) -> Place? {
        guard let parsed = try parseLightly(line) else { return nil }
        learn(parsed)
        let instant = try instant(of: parsed)
        // Its opening, which is made up, comes before it.
        let isDated = openings[parsed.session] != nil || parsed.unixTime != nil
        return Place(
            session: parsed.session, connection: parsed.connection, at: isDated ? instant : min(instant, writtenAt))
    }

    /// Stands in for the opening of a connection whose lines have no date.
    private func opening(of line: Line, at instant: Timestamp) -> ImportedEvent {
        let info = ConnectionInfo(
            tag: nil, endpoint: Endpoint(surface: .unknown, version: nil, method: .bidiGenerateContent), target: "",
            upstream: "", headers: [], isTLS: true, removedExtensions: nil,
            origin: ForeignOrigin(isTimed: line.t != nil, isDated: false))
        let event = WireEvent(connection: line.connection, sequence: 0, at: instant, kind: .opened(info))
        return ImportedEvent(session: line.session, event: event)
    }

    private func event(_ parsed: Line, at instant: Timestamp) throws(ImportError) -> ImportedEvent {
        let kind = parsed.isFrame ? frame(parsed) : other(parsed.document)
        guard let kind, let sequence = parsed.sequence else {
            throw ImportError(parsed.isFrame ? "the frame is not complete" : "the event is not one that livetop writes")
        }
        let event = WireEvent(connection: parsed.connection, sequence: sequence, at: instant, kind: kind)
        return ImportedEvent(session: parsed.session, event: event)
    }

    /// Looks for the exact beginning of each session's clock.
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
        /// All but the message, which is large and needed as text only, and the payload.
        var document: JSONValue
        /// The message, as it stood in the line; nil where it is null.
        var message: ArraySlice<UInt8>?
        /// `payload_b64`, null or not.
        var payload: JSONNode?
        var isFrame: Bool
        var session: SessionID
        var connection: ConnectionID
        var sequence: Int64?
        /// Exact: a `Double` would lose nanoseconds.
        var t: Duration?
        var unixTime: Int64?
        var wall: Timestamp?
    }

    /// What a line of a frame begins with, where it is as livetop writes it: everything but the message and its payload.
    /// Nil where that cannot be told from its beginning; the whole line says it then.
    private func head(of line: [UInt8]) -> Line? {
        guard line.starts(with: Self.frameStart) else { return nil }
        let start = line.prefix(Self.headLimit)
        guard let end = start.firstRange(of: Self.messageKey)?.lowerBound,
            let parsed = try? parse(start[..<end] + [0x7D]),
            parsed.t != nil, parsed.wall != nil
        else { return nil }
        return parsed
    }

    /// At least what `head` says.
    private func parseLightly(_ line: [UInt8]) throws(ImportError) -> Line? {
        if let head = head(of: line) { return head }
        return try parse(line)
    }

    private static let frameStart = Array(#"{"schema":"\#(NDJSONWriter.schema)","#.utf8)
    private static let messageKey = Array(#","json":"#.utf8)
    private static let headLimit = 600

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
        guard line.isFrame else {
            line.document = JSONValue(root)
            return line
        }
        var members: [(String, JSONValue)] = []
        for (key, value) in root.members {
            switch key {
            case "json": line.message = line.message ?? (value.isNull ? nil : value.source)
            case "payload_b64": line.payload = line.payload ?? value
            default: members.append((key.string, JSONValue(value)))
            }
        }
        line.document = .object(members)
        return line
    }

    private func frame(_ parsed: Line) -> WireEvent.Kind? {
        let line = parsed.document
        guard let direction = WireEventJSON.direction(line["dir"]),
            let opcode = line["op"]?.string.flatMap(Opcode.init),
            let byteCount = line["bytes"]?.integer.flatMap(Int.init(exactly:)), byteCount >= 0
        else { return nil }
        var frame = Frame(
            isFinal: line["fin"]?.bool ?? true, opcode: opcode,
            isMasked: line["masked"]?.bool ?? (direction == .clientToServer), byteCount: byteCount, payload: nil)
        frame.reservedBits = UInt8(clamping: line["rsv"]?.integer ?? 0)
        frame.isCut = line["cut"]?.bool ?? false
        frame.fault = line["fault"]?.string.flatMap { FrameFault(name: $0) }
        if let base64 = parsed.payload?.stringBytes {
            guard let payload = Base64.decode(base64) else { return nil }
            frame.payload = payload
        } else if parsed.payload == nil, frame.isFinal, opcode != .continuation, let message = parsed.message {
            frame.payload = Array(message)
        }
        return .frame(direction, frame)
    }

    private func other(_ line: JSONValue) -> WireEvent.Kind? {
        guard let name = line["event"]?.string, let data = line["data"] else { return nil }
        return WireEventJSON.kind(named: name, data)
    }
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
