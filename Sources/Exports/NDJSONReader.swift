public import LiveProtocol

/// Reads lines of `livetop.frame/1` and `livetop.event/1` back into wire events.
///
/// Without payloads (`--raw`) a frame is made of the message that it completes; fragments then stay empty. Without
/// events the beginning of the clock is known to the millisecond only, or not at all for a session that another tool
/// recorded without times: its connections get an opening that says so.
public struct NDJSONReader: Sendable {
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
        let kind = parsed.isFrame ? frame(parsed.members) : other(parsed.members)
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
        var members: LineMembers
        var isFrame: Bool
        var session: SessionID
        var connection: ConnectionID
        var sequence: Int64?
        /// Exact: a `Double` would lose nanoseconds.
        var t: Duration?
        var unixTime: Int64?

        /// Read only where no exact time is known.
        var wall: Timestamp? { members.wall?.string.flatMap(Timestamp.init(rfc3339:)) }
    }

    /// What a line of a frame begins with, where it is as livetop writes it: everything but the message and its payload.
    /// Nil where that cannot be told from its beginning; the whole line says it then.
    private func head(of line: [UInt8]) -> Line? {
        guard line.starts(with: Self.frameStart) else { return nil }
        guard let end = Self.messageStart(in: line), let parsed = try? parse(line[..<end] + [0x7D]),
            parsed.t != nil, parsed.members.wall?.isString == true
        else { return nil }
        return parsed
    }

    /// Where `messageKey` stands first, near the beginning.
    private static func messageStart(in line: [UInt8]) -> Int? {
        let limit = min(line.count, headLimit)
        guard var next = line[..<limit].firstIndex(of: messageKey[0]) else { return nil }
        while next <= limit - messageKey.count {
            if line[next] == messageKey[0], line[next...].starts(with: messageKey) { return next }
            next += 1
        }
        return nil
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
        let members = LineMembers(document.root)
        let schema = members.schema?.string
        guard schema != "livetop.finding/1" else { return nil }
        guard schema == NDJSONWriter.schema || schema == NDJSONWriter.eventSchema else {
            throw ImportError("it is no line of \(NDJSONWriter.schema) or \(NDJSONWriter.eventSchema)")
        }
        guard let session = members.session?.string.flatMap(SessionID.init),
            let connection = members.connection?.string.flatMap(ConnectionID.init)
        else { throw ImportError("session or connection is missing") }
        return Line(
            members: members, isFrame: schema == NDJSONWriter.schema, session: session, connection: connection,
            sequence: members.sequence?.int64,
            t: members.t.flatMap { ExactDecimal.nanoseconds(ofSeconds: $0.source) }.map(Duration.nanoseconds),
            unixTime: members.unixTime?.string.flatMap { Int64($0) })
    }

    private func frame(_ line: LineMembers) -> WireEvent.Kind? {
        guard let direction = WireEventJSON.direction(named: line.direction?.string),
            let opcode = line.opcode?.string.flatMap(Opcode.init),
            let byteCount = line.byteCount.flatMap({ JSONValue($0).integer }).flatMap(Int.init(exactly:)),
            byteCount >= 0
        else { return nil }
        var frame = Frame(
            isFinal: line.isFinal?.bool ?? true, opcode: opcode,
            isMasked: line.isMasked?.bool ?? (direction == .clientToServer), byteCount: byteCount, payload: nil)
        frame.reservedBits = UInt8(clamping: line.reservedBits.flatMap { JSONValue($0).integer } ?? 0)
        frame.isCut = line.isCut?.bool ?? false
        frame.fault = line.fault?.string.flatMap { FrameFault(name: $0) }
        if let base64 = line.payload?.stringBytes {
            guard let payload = Base64.decode(base64) else { return nil }
            frame.payload = payload
        } else if line.payload == nil, frame.isFinal, opcode != .continuation, let message = line.message {
            frame.payload = Array(message.source)
        }
        return .frame(direction, frame)
    }

    private func other(_ line: LineMembers) -> WireEvent.Kind? {
        guard let name = line.event?.string, let data = line.data else { return nil }
        return WireEventJSON.kind(named: name, JSONValue(data))
    }
}

extension Opcode {
    /// As `name` spells it.
    init?(_ name: String) {
        guard let opcode = (UInt8(0)...15).lazy.map(Opcode.init(rawValue:)).first(where: { $0.name == name }) else {
            return nil
        }
        self = opcode
    }
}
