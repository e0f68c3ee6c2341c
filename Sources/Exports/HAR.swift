import LiveProtocol
import SessionModel
import Wording

/// `har`: HTTP Archive 1.2 with Chrome's `_webSocketMessages`, one entry per connection.
///
/// Chrome lists whole messages: no fragments, pings or closes. What an import needs beyond that, and what else is known
/// of a connection, is in `_livetop`.
struct HAR {
    private let source: ExportSource
    private let options: ExportOptions
    private let sink: ExportSink

    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try HAR(source: source, options: options, sink: sink).write()
    }

    private func write() throws {
        let head = JSONValue.object([("name", "livetop"), ("version", .string(options.version))]).text
        try sink.write(#"{"log":{"version":"1.2","creator":\#(head),"pages":[],"entries":["#)
        for (index, entry) in try entries().enumerated() {
            try sink.write(index == 0 ? "\n" : ",\n")
            try write(entry)
        }
        try sink.write("\n]}}\n")
    }

    /// All connections, without their messages.
    private func entries() throws -> [HAREntry] {
        var entries: [HAREntry] = []
        try source.forEachEvent { event in
            if !entries.contains(where: { $0.connection == event.connection }) {
                entries.append(HAREntry(connection: event.connection, startedAt: event.at))
            }
            for index in entries.indices where entries[index].connection == event.connection {
                entries[index].note(event)
            }
        }
        return entries.filter { entry in
            guard let interval = options.interval else { return true }
            return entry.startedAt <= interval.upperBound && entry.endedAt >= interval.lowerBound
        }
    }

    private func write(_ entry: HAREntry) throws {
        // The messages come last, so that the rest can be one value.
        try sink.write(Array(entry.json(of: source.session).utf8.dropLast()))
        try sink.write(#","_webSocketMessages":["#)
        var messages = HARMessages(options, isTimed: entry.isTimed)
        var isFirst = true
        try source.forEachEvent(of: entry.connection) { event in
            guard let message = messages.message(for: event) else { return }
            try sink.write(isFirst ? "\n" : ",\n")
            isFirst = false
            try sink.write(message)
        }
        try sink.write("]}")
    }
}

/// The messages of one connection.
private struct HARMessages {
    private let options: ExportOptions
    private var selection: FrameSelection
    private var up = MessageAssembler(sizeLimit: NDJSONWriter.messageLimit)
    private var down = MessageAssembler(sizeLimit: NDJSONWriter.messageLimit)

    /// -1 stands for a time that nobody knows.
    private let isTimed: Bool

    init(_ options: ExportOptions, isTimed: Bool) {
        self.options = options
        self.isTimed = isTimed
        selection = FrameSelection(options)
    }

    /// The message that the event completes, if it is asked for.
    mutating func message(for event: WireEvent) -> [UInt8]? {
        let isWanted = selection.contains(event)
        guard case .frame(let direction, let frame) = event.kind else { return nil }
        let step = direction == .clientToServer ? up.append(frame.unmasked()) : down.append(frame.unmasked())
        guard isWanted, let message = step.message else { return nil }
        return json(message, direction, event, frame)
    }

    private func json(
        _ message: MessageAssembler.Message, _ direction: Direction, _ event: WireEvent, _ frame: Frame
    ) -> [UInt8] {
        let isUTF8 = String(validating: message.payload, as: UTF8.self) != nil
        let isText = isUTF8 && (message.opcode == .text || options.isText)
        var writer = JSONWriter()
        let type = direction == .clientToServer ? "send" : "receive"
        let seconds = isTimed ? Figures.exactSeconds(event.at - Timestamp(nanoseconds: 0)) : "-1"
        writer.writeVerbatim(#"{"type":"\#(type)","time":\#(seconds),"opcode":\#(isText ? 1 : 2),"data":"#.utf8)
        if isText {
            writer.write(string: String(decoding: message.payload, as: UTF8.self))
        } else {
            writer.writeVerbatim("\"\(Base64.encode(message.payload))\"".utf8)
        }
        writer.writeVerbatim(#","_livetop":"#.utf8)
        writer.write(.object(extras(message, event, frame)))
        writer.writeVerbatim("}".utf8)
        return writer.bytes
    }

    private func extras(
        _ message: MessageAssembler.Message, _ event: WireEvent, _ frame: Frame
    ) -> [(String, JSONValue)] {
        var extras: [(String, JSONValue)] = [
            ("seq", .integer(event.sequence)), ("opcode", .integer(Int(message.opcode.rawValue))),
            ("bytes", .integer(message.byteCount)), ("masked", .bool(frame.isMasked)),
        ]
        if message.frameCount > 1 { extras.append(("frames", .integer(message.frameCount))) }
        if message.isIncomplete { extras.append(("incomplete", true)) }
        if let fault = frame.fault { extras.append(("fault", .string(fault.name))) }
        return extras
    }
}

/// What is known of one connection.
private struct HAREntry {
    var connection: ConnectionID
    var startedAt: Timestamp
    var endedAt: Timestamp
    private var info: ConnectionInfo?
    private var handshake: Handshake?
    private var refusal: Refusal?
    private var closure: Closure?
    private var last: WireEvent?

    init(connection: ConnectionID, startedAt: Timestamp) {
        self.connection = connection
        self.startedAt = startedAt
        endedAt = startedAt
    }

    var isTimed: Bool { info?.origin?.isTimed ?? true }

    private var isDated: Bool { info?.origin?.isDated ?? true }

    mutating func note(_ event: WireEvent) {
        endedAt = max(endedAt, event.at)
        switch event.kind {
        case .opened(var opening):
            opening.headers = Self.shown(opening.headers)
            info = opening
        case .upgraded(var upgrade):
            upgrade.headers = Self.shown(upgrade.headers)
            handshake = upgrade
        case .refused(var refused):
            refused.headers = Self.shown(refused.headers)
            refusal = refused
        case .closed(let closed): (closure, last) = (closed, event)
        default: break
        }
    }

    /// Cookies and authorization are left out as browsers' own exports leave them out; other values are redacted.
    private static func shown(_ fields: [HeaderField]) -> [HeaderField] {
        let hidden: Set<String> = ["cookie", "set-cookie", "authorization", "proxy-authorization", "x-goog-api-key"]
        return fields.filter { !hidden.contains($0.name.lowercased()) }
    }

    func json(of session: SessionID) -> JSONValue {
        .object([
            ("startedDateTime", .string(isDated ? startedAt.rfc3339 : "")),
            ("time", .number(isTimed ? (endedAt - startedAt).milliseconds : -1)), ("request", request),
            ("response", response),
            ("cache", .object([JSONValue.Member]())), ("timings", timings), ("_resourceType", "websocket"),
            ("_livetop", livetop(session)),
        ])
    }

    private var url: String {
        let known = info?.upstream ?? ""
        let base = known.isEmpty ? "https://unknown.invalid" : known
        // Chrome writes `ws` and `wss`.
        let scheme = base.hasPrefix("http://") ? "ws://" : "wss://"
        let host = base.firstRange(of: "://").map { base[$0.upperBound...] } ?? base[...]
        return scheme + host + Route(target: info?.target ?? "/").forwardedTarget
    }

    private var request: JSONValue {
        .object([
            ("method", "GET"), ("url", .string(url)), ("httpVersion", "HTTP/1.1"), ("cookies", .array([])),
            ("headers", headers(info?.headers ?? [])), ("queryString", query), ("headersSize", -1), ("bodySize", 0),
        ])
    }

    private var query: JSONValue {
        let query = url.drop { $0 != "?" }.dropFirst()
        return .array(
            query.split(separator: "&").map { pair in
                let name = pair.prefix { $0 != "=" }
                let value = pair[name.endIndex...].dropFirst()
                return .object([("name", .string(String(name))), ("value", .string(String(value)))])
            })
    }

    private var response: JSONValue {
        let status = handshake?.status ?? refusal?.status ?? 0
        let text = handshake != nil ? "Switching Protocols" : refusal?.reason.onOneLine ?? ""
        let content = JSONValue.object([("size", 0), ("mimeType", "x-unknown")])
        return .object([
            ("status", .integer(status)), ("statusText", .string(text)), ("httpVersion", "HTTP/1.1"),
            ("cookies", .array([])), ("headers", headers(handshake?.headers ?? refusal?.headers ?? [])),
            ("content", content), ("redirectURL", ""), ("headersSize", -1), ("bodySize", -1),
        ])
    }

    private func headers(_ fields: [HeaderField]) -> JSONValue {
        .array(fields.map { .object([("name", .string($0.name)), ("value", .string($0.value))]) })
    }

    /// Milliseconds, -1 for what does not apply. `connect` includes `ssl`.
    private var timings: JSONValue {
        let steps = handshake?.timings
        let connect = steps?.connect.map { $0 + (steps?.tls ?? .zero) }
        return .object([
            ("blocked", -1), ("dns", .number(steps?.dns?.milliseconds ?? -1)),
            ("connect", .number(connect?.milliseconds ?? -1)), ("ssl", .number(steps?.tls?.milliseconds ?? -1)),
            ("send", 0), ("wait", .number(steps?.response?.milliseconds ?? 0)), ("receive", 0),
        ])
    }

    private func livetop(_ session: SessionID) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("session", .string(session.description)), ("connection", .string(connection.description)),
            ("started_ns", .string("\(startedAt.nanoseconds)")),
        ]
        if let info { members.append(("opened", WireEventJSON.data(of: .opened(info)))) }
        if let handshake { members.append(("upgraded", WireEventJSON.data(of: .upgraded(handshake)))) }
        if let refusal { members.append(("refused", WireEventJSON.data(of: .refused(refusal)))) }
        if let closure, let last {
            members.append(("closed", WireEventJSON.closed(closure)))
            members.append(("closed_ns", .string("\(last.at.nanoseconds)")))
            members.append(("closed_seq", .integer(last.sequence)))
        }
        return .object(members)
    }
}
