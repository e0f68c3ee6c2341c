public import LiveProtocol
import Wording

/// Writes the frames of one session as `livetop.frame/1`: one line of JSON each, described in `docs/exports.md`.
///
/// Holds no more than one unfinished message per direction of the current connections, so that a recording of any
/// length can stream through it. Takes the session's events in the order in which they happened.
public struct NDJSONWriter: Sendable {
    /// On every line. Readers rely on it: fields may be added, never changed.
    public static let schema = "livetop.frame/1"
    /// On lines for what is not a frame.
    public static let eventSchema = "livetop.event/1"
    /// Longer messages are exported without `json`.
    static let messageLimit = 64 << 20

    private let session: SessionID
    private let isRaw: Bool
    private let head: [UInt8]
    /// When the session's first connection opened: where `t` counts from.
    private var openedAt: Timestamp?
    private var assemblers: [ConnectionID: Directions] = [:]
    /// What is known of the time of connections that another tool recorded.
    private var origins: [ConnectionID: ForeignOrigin] = [:]

    private struct Directions: Sendable {
        var up = MessageAssembler(sizeLimit: NDJSONWriter.messageLimit)
        var down = MessageAssembler(sizeLimit: NDJSONWriter.messageLimit)
    }

    /// - Parameter isRaw: add `payload_b64`, the payload of each frame.
    public init(session: SessionID, isRaw: Bool) {
        self.session = session
        self.isRaw = isRaw
        head = Array(#"{"schema":"\#(Self.schema)","session":"\#(session)","connection":""#.utf8)
    }

    /// The line for `event`, with its line feed; nil for what is not a frame.
    public mutating func line(for event: WireEvent) -> [UInt8]? {
        // Without an opening (its row may have been pruned) the first event has to do.
        let openedAt = openedAt ?? event.at
        self.openedAt = openedAt
        switch event.kind {
        case .frame(let direction, let frame):
            let frame = frame.unmasked()
            let message = assemble(frame, direction, of: event.connection)
            return line(event, direction, frame, message, since: openedAt)
        case .closed:
            assemblers[event.connection] = nil
            return nil
        case .opened(let info):
            origins[event.connection] = info.origin
            return nil
        default: return nil
        }
    }

    /// `t` and `wall`, null where nobody knows them.
    private func times(of event: WireEvent, since openedAt: Timestamp) -> String {
        let origin = origins[event.connection]
        let t = origin?.isTimed == false ? "null" : Figures.exactSeconds(event.at - openedAt)
        let wall = origin.map { $0.isTimed && $0.isDated } == false ? "null" : "\"\(event.at.rfc3339)\""
        return ",\"t\":\(t),\"wall\":\(wall)"
    }

    /// The message that `frame` completes, when it is JSON.
    private mutating func assemble(_ frame: Frame, _ direction: Direction, of connection: ConnectionID) -> JSONDocument?
    {
        let side = direction == .clientToServer ? \Directions.up : \Directions.down
        guard let message = assemblers[connection, default: Directions()][keyPath: side].append(frame).message,
            !message.isIncomplete
        else { return nil }
        // What is not JSON has no `json`; a reader who wants to know more asks for the payload.
        return try? JSONDocument(message.payload)
    }

    private func line(
        _ event: WireEvent, _ direction: Direction, _ frame: Frame, _ message: JSONDocument?, since openedAt: Timestamp
    ) -> [UInt8] {
        let kinds = message.map { MessageClassifier.kinds(of: $0) } ?? MessageKinds()
        let names = kinds.all.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        var line = head
        line.reserveCapacity(400 + (message?.bytes.count ?? 0))
        line += "\(event.connection)\",\"seq\":\(event.sequence)".utf8
        line += times(of: event, since: openedAt).utf8
        line += ",\"dir\":\"\(direction.name)\",\"op\":\"\(frame.opcode.name)\",\"fin\":\(frame.isFinal)".utf8
        line += ",\"bytes\":\(frame.byteCount),\"kind\":\"\(kinds.first.rawValue)\",\"kinds\":[\(names)],\"json\":".utf8
        if let message {
            Self.append(oneLine: message.bytes, to: &line)
        } else {
            line += "null".utf8
        }
        if let fault = frame.fault { line += ",\"fault\":\"\(fault.name)\"".utf8 }
        if isRaw { appendRaw(frame, to: &line) }
        line += "}\n".utf8
        return line
    }

    /// The payload, and what else an import needs to make the same frame of it.
    private func appendRaw(_ frame: Frame, to line: inout [UInt8]) {
        line += ",\"payload_b64\":\(frame.payload.map { "\"\(Base64.encode($0))\"" } ?? "null")".utf8
        line += ",\"masked\":\(frame.isMasked)".utf8
        if frame.reservedBits != 0 { line += ",\"rsv\":\(frame.reservedBits)".utf8 }
        if frame.isCut { line += ",\"cut\":true".utf8 }
    }

    /// The line (`livetop.event/1`) for what is not a frame, with its line feed; nil for a frame. Call it before
    /// `line(for:)` of the same event.
    public mutating func eventLine(for event: WireEvent) -> [UInt8]? {
        guard let name = WireEventJSON.name(of: event.kind) else { return nil }
        if case .opened(let info) = event.kind { origins[event.connection] = info.origin }
        let openedAt = openedAt ?? event.at
        self.openedAt = openedAt
        var line = Array(#"{"schema":"\#(Self.eventSchema)","session":"\#(session)","connection":""#.utf8)
        line += "\(event.connection)\",\"seq\":\(event.sequence)".utf8
        line += times(of: event, since: openedAt).utf8
        // A string: more digits than a number keeps in most readers.
        line += ",\"unix_ns\":\"\(event.at.nanoseconds)\",\"event\":\"\(name)\",\"data\":".utf8
        line += WireEventJSON.data(of: event.kind).utf8
        line += "}\n".utf8
        return line
    }

    /// Appends a JSON text as it is, on one line; what would drive a terminal is escaped. Strings in JSON hold no raw line ends, so every line end stands
    /// between tokens and means nothing.
    private static func append(oneLine json: [UInt8], to line: inout [UInt8]) {
        let json = JSONEscaping.harmless(json)
        if json.contains(where: isLineEnd) {
            line += json.lazy.filter { !isLineEnd($0) }
        } else {
            line += json
        }
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
