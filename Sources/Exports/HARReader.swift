public import LiveProtocol

/// Reads the WebSocket messages of an HTTP archive: ours, Chrome's, or any other that has `_webSocketMessages`.
///
/// Such an archive lists whole messages. What was lost on the way there (fragments, pings, closes, masks) stays lost,
/// except for what our own archives keep in `_livetop`.
public struct HARReader {
    private let entries: [JSONNode]
    /// Identifiers that are taken, in the archive and at the place where it is imported to.
    private var isTaken: (ConnectionID) -> Bool

    /// - Parameter isTaken: an identifier that a connection without one must not get.
    public init(_ bytes: [UInt8], isTaken: @escaping (ConnectionID) -> Bool) throws(ImportError) {
        let document: JSONDocument
        do { document = try JSONDocument(bytes) } catch { throw ImportError("it is not JSON: \(error)") }
        guard let log = document.root["log"], let entries = log["entries"], entries.isArray else {
            throw ImportError("it is no HTTP archive: it has no log.entries")
        }
        self.entries = entries.elements.filter { $0["_webSocketMessages"]?.isArray == true }
        self.isTaken = isTaken
        guard !self.entries.isEmpty else {
            throw ImportError("the archive holds no WebSocket messages (`_webSocketMessages`)")
        }
    }

    /// Calls `body` with the events of one connection after the other.
    public func forEachEvent(_ body: (ImportedEvent) throws -> Void) throws {
        var given: Set<ConnectionID> = []
        for entry in entries {
            let own = entry["_livetop"]
            guard let startedAt = Self.start(of: entry) else { throw ImportError("an entry has no startedDateTime") }
            var connection = own?["connection"]?.string.flatMap(ConnectionID.init)
            if connection == nil {
                var candidate = ConnectionID.next(after: nil, at: startedAt)
                while given.contains(candidate) || isTaken(candidate) {
                    candidate = ConnectionID.next(after: candidate, at: startedAt)
                }
                connection = candidate
            }
            guard let connection, given.insert(connection).inserted else {
                throw ImportError("two entries have the same connection")
            }
            let session = own?["session"]?.string.flatMap(SessionID.init) ?? SessionID(connection)
            let reader = HAREntryReader(entry: entry, connection: connection, startedAt: startedAt)
            try reader.forEachEvent { try body(ImportedEvent(session: session, event: $0)) }
        }
    }

    private static func start(of entry: JSONNode) -> Timestamp? {
        if let exact = entry["_livetop"]?["started_ns"]?.string.flatMap({ Int64($0) }) {
            return Timestamp(nanoseconds: exact)
        }
        return entry["startedDateTime"]?.string.flatMap(Timestamp.init(rfc3339:))
    }
}

/// One entry: one connection.
private struct HAREntryReader {
    let entry: JSONNode
    let connection: ConnectionID
    let startedAt: Timestamp

    func forEachEvent(_ body: (WireEvent) throws -> Void) throws {
        var sequence: Int64 = 0
        var last = startedAt
        func emit(_ kind: WireEvent.Kind, at instant: Timestamp) throws {
            last = max(last, instant)
            try body(WireEvent(connection: connection, sequence: sequence, at: instant, kind: kind))
        }
        try emit(.opened(opening), at: startedAt)
        if let upgrade { try emit(.upgraded(upgrade), at: startedAt + (upgrade.timings.total ?? .zero)) }
        if let refusal = value("refused").flatMap({ WireEventJSON.kind(named: "refused", $0) }) {
            try emit(refusal, at: startedAt)
        }
        for message in entry["_webSocketMessages"].map({ Array($0.elements) }) ?? [] {
            guard let (direction, frame) = try frame(message) else { continue }
            let at = message["time"].flatMap { ExactDecimal.nanoseconds(ofSeconds: $0.source) }
            sequence = message["_livetop"]?["seq"]?.int64 ?? sequence.addingClamped(1)
            try emit(.frame(direction, frame), at: at.map(Timestamp.init) ?? last)
        }
        try end(&sequence, after: last, body)
    }

    private func end(_ sequence: inout Int64, after last: Timestamp, _ body: (WireEvent) throws -> Void) throws {
        // Without one of ours nobody knows how it ended: it is left open, and a reader takes the end of the file for it.
        guard let data = value("closed"), let closure = WireEventJSON.closure(data) else { return }
        sequence = entry["_livetop"]?["closed_seq"]?.int64 ?? sequence
        let at = entry["_livetop"]?["closed_ns"]?.string.flatMap { Int64($0) }.map(Timestamp.init) ?? last
        try body(WireEvent(connection: connection, sequence: sequence, at: at, kind: .closed(closure)))
    }

    private func value(_ name: StaticString) -> JSONValue? {
        entry["_livetop"]?[name].map { JSONValue($0) }
    }

    private var opening: ConnectionInfo {
        if let data = value("opened"), case .opened(let info)? = WireEventJSON.kind(named: "opened", data) {
            return info
        }
        let url = entry["request"]?["url"]?.string ?? ""
        let scheme = url.prefix { $0 != ":" }
        let rest = url.dropFirst(scheme.count).drop { ":/".contains($0) }
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[host.endIndex...]
        let route = Route(target: target.isEmpty ? "/" : String(target))
        let isTLS = scheme == "wss" || scheme == "https"
        return ConnectionInfo(
            tag: route.tag, endpoint: route.endpoint, target: route.forwardedTarget,
            upstream: "\(isTLS ? "https" : "http")://\(host)", headers: headers(entry["request"]), isTLS: isTLS,
            removedExtensions: nil)
    }

    private var upgrade: Handshake? {
        if let data = value("upgraded"), case .upgraded(let upgrade)? = WireEventJSON.kind(named: "upgraded", data) {
            return upgrade
        }
        guard entry["_livetop"] == nil else { return nil }
        let status = entry["response"]?["status"]?.int64.flatMap(Int.init(exactly:)) ?? 101
        // A browser's archive says nothing reliable about the steps of the handshake.
        return Handshake(status: status, headers: headers(entry["response"]), timings: ConnectTimings())
    }

    private func headers(_ node: JSONNode?) -> [HeaderField] {
        (node?["headers"].map { Array($0.elements) } ?? []).compactMap { field in
            guard let name = field["name"]?.string, let value = field["value"]?.string else { return nil }
            return HeaderField(name, value)
        }
    }

    /// Nil for what is no message, such as Chrome's `error`.
    private func frame(_ message: JSONNode) throws(ImportError) -> (Direction, Frame)? {
        let type = message["type"]?.string
        guard type == "send" || type == "receive" else { return nil }
        let direction: Direction = type == "send" ? .clientToServer : .serverToClient
        let isText = message["opcode"]?.int64 == 1
        guard let data = message["data"]?.string else { throw ImportError("a message has no data") }
        var payload = Array(data.utf8)
        if !isText {
            guard let bytes = Base64.decode(payload[...]) else { throw ImportError("a binary message is not base64") }
            payload = bytes
        }
        let own = message["_livetop"]
        let opcode = own?["opcode"]?.int64.flatMap { UInt8(exactly: $0) }.map(Opcode.init(rawValue:))
        var frame = Frame(opcode ?? (isText ? .text : .binary), payload)
        frame.byteCount = own?["bytes"]?.int64.flatMap(Int.init(exactly:)) ?? payload.count
        frame.isMasked = own?["masked"]?.bool ?? (direction == .clientToServer)
        frame.isCut = own?["incomplete"]?.bool ?? false
        return (direction, frame)
    }
}

extension ConnectTimings {
    /// How long the whole of it took, as far as it is known.
    fileprivate var total: Duration? {
        let steps = [dns, connect, tls, response].compactMap { $0 }
        return steps.isEmpty ? nil : steps.reduce(.zero, +)
    }
}
