import LiveProtocol

/// Understands one JSON object as a message: its keys are told by what they mean, not by one tool's spelling.
struct ForeignMessageReader {
    private let node: JSONNode
    /// Members by their names in lower case without marks, those of wrappers included.
    private var members: [(name: String, value: JSONNode)] = []

    init(_ node: JSONNode) {
        self.node = node
        flatten(node, depth: 0)
    }

    /// A message as a tuple, `[12.5, "up", {…}]` in any order: the first that reads as a direction, the first that reads
    /// as a time, and what is left. Nil where nothing is.
    init?(tuple node: JSONNode) {
        self.node = node
        guard node.elements.count <= Self.tupleLimit else { return nil }
        var places: [String: JSONNode] = [:]
        for element in node.elements where !element.isNull {
            let isDirection = element.string.flatMap { DirectionWord.direction($0) } != nil
            let isTime = !element.isObject && !element.isArray && ForeignTime(element, unit: nil) != nil
            let name = isDirection && places["dir"] == nil ? "dir" : isTime && places["t"] == nil ? "t" : "json"
            places[name] = places[name] ?? element
        }
        guard places["json"] != nil else { return nil }
        members = places.map { ($0, $1) }
    }

    /// A longer list is none of a message's parts.
    private static let tupleLimit = 6

    /// Chrome's protocol hides a frame in `params.response`; others wrap in a similar way.
    private mutating func flatten(_ node: JSONNode, depth: Int) {
        for (key, value) in node.fields {
            let name = Self.normalized(key.string)
            if depth < 3, value.isObject, Self.wrappers.contains(name), Self.isWrapper(value) {
                flatten(value, depth: depth + 1)
            } else {
                members.append((name, value))
            }
        }
    }

    private static func isWrapper(_ node: JSONNode) -> Bool {
        node.fields.contains { key, value in
            let name = normalized(key.string)
            return name == "payloaddata" || value.isObject && wrappers.contains(name) && isWrapper(value)
        }
    }

    private static let wrappers: Set<String> = ["params", "response", "frame", "detail"]

    static func normalized(_ key: String) -> String {
        String(key.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " })
    }

    private func value(_ names: [String]) -> JSONNode? {
        for name in names {
            if let found = members.first(where: { $0.name == name }) { return found.value }
        }
        return nil
    }

    // MARK: -

    mutating func read() throws(ImportError) -> ForeignMessage {
        var message = ForeignMessage(direction: direction, time: time, content: .note)
        message.connection = group([
            "connection", "connectionid", "conn", "connid", "socket", "socketid", "wsid", "requestid",
        ])
        message.session = group(["session", "sessionid"])
        message.own = own
        message.content = try content(&message.direction)
        return message
    }

    private func group(_ names: [String]) -> String? {
        guard let node = value(names), let text = node.string ?? node.int64.map(String.init) else { return nil }
        return String(text.prefix(128))
    }

    private var own: ForeignMessage.Own? {
        guard let own = node["_livetop"] else { return nil }
        // A length that no message can have tells nothing.
        let bytes = own["bytes"]?.int64.flatMap { (0...(1 << 53)).contains($0) ? Int($0) : nil }
        return ForeignMessage.Own(
            sequence: own["seq"]?.int64.flatMap { (1...(1 << 53)).contains($0) ? $0 : nil },
            opcode: own["opcode"]?.int64.flatMap { UInt8(exactly: $0) }.map(Opcode.init(rawValue:)), byteCount: bytes,
            isMasked: own["masked"]?.bool, isCut: own["incomplete"]?.bool ?? false,
            fault: own["fault"]?.string.flatMap { FrameFault(name: $0) })
    }

    // MARK: Direction

    private var direction: Direction? {
        for name in ["dir", "direction", "way", "flow"] {
            if let word = value([name])?.string, let found = DirectionWord.direction(word) { return found }
        }
        for name in ["from", "sender", "source", "src", "side", "by", "origin", "role", "party"] {
            if let word = value([name])?.string, let found = DirectionWord.direction(word, isSender: true) {
                return found
            }
        }
        for name in ["to", "target", "destination", "dst", "receiver"] {
            if let word = value([name])?.string, let found = DirectionWord.direction(word, isSender: true) {
                return found.opposite
            }
        }
        for name in ["fromclient", "isclient", "outgoing", "isoutgoing", "sent", "issent", "client"] {
            if let isUp = value([name])?.bool { return isUp ? .clientToServer : .serverToClient }
        }
        for name in ["fromserver", "isserver", "incoming", "isincoming", "received", "isreceived", "server"] {
            if let isDown = value([name])?.bool { return isDown ? .serverToClient : .clientToServer }
        }
        for name in ["type", "kind", "event", "method", "action", "op", "name"] {
            guard let word = value([name])?.string else { continue }
            if let found = DirectionWord.direction(word) { return found }
        }
        return nil
    }

    // MARK: Time

    /// One that names a day goes before one that only counts.
    private var time: ForeignTime? {
        var count: ForeignTime?
        for (name, value) in members {
            guard let unit = Self.timeUnit(of: name), let time = ForeignTime(value, unit: unit.unit) else { continue }
            if case .instant = time { return time }
            count = count ?? time
        }
        return count
    }

    /// Nil for a key that is not about time; the unit where the key ends in one.
    static func timeUnit(of name: String) -> (unit: TimeUnit?, Void)? {
        if timeNames.contains(name) { return (nil, ()) }
        for (suffixes, unit) in unitSuffixes {
            for suffix in suffixes where name == suffix || name.hasSuffix(suffix) {
                let rest = String(name.dropLast(suffix.count))
                if rest.isEmpty && suffix.count > 1 || timeNames.contains(rest) { return (unit, ()) }
            }
        }
        return nil
    }

    private static let timeNames: Set<String> = [
        "t", "ts", "time", "timestamp", "at", "when", "date", "datetime", "wall", "walltime", "elapsed", "offset",
        "relative", "reltime", "relativetime", "sincestart", "created", "createdat", "createdtime", "receivedat",
        "sentat",
        "epoch", "unix", "unixtime", "eventtime", "logtime", "starttime", "starteddatetime", "isotime", "utc",
        "monotonic", "asctime",
    ]
    private static let unitSuffixes: [([String], TimeUnit)] = [
        (["milliseconds", "millis", "msec", "ms"], .milliseconds),
        (["microseconds", "micros", "usec", "us"], .microseconds),
        (["nanoseconds", "nanos", "nsec", "ns"], .nanoseconds),
        (["seconds", "secs", "sec", "s"], .seconds),
    ]

    // MARK: Content

    private func content(_ direction: inout Direction?) throws(ImportError) -> ForeignMessage.Content {
        let kinds = MessageClassifier.kinds(ofMembers: node)
        if !kinds.isEmpty {
            // The message itself, perhaps with a time or a direction beside it.
            direction = direction ?? kinds.direction
            return .frame(.text, bare)
        }
        let opcode = opcode
        if let closing = closing(opcode) { return closing }
        guard let payload = payload else {
            if word == "error" || word == "failure" || word == "exception" {
                return .failure(words(of: value(["error", "reason"])))
            }
            if opcode == nil, let word, Self.notes.contains(word) { return .note }
            guard let server = bareServerMessage else { throw ImportError("the message has no data") }
            direction = direction ?? .serverToClient
            return .frame(.text, server)
        }
        if word == "error", direction == nil { return .failure(words(of: payload.node)) }
        let (read, bytes) = try PayloadText.read(
            payload.node, opcode, isBase64: payload.isBase64 || isBase64Announced, own != nil)
        return .frame(read, bytes)
    }

    /// The word that says what kind of line it is.
    private var word: String? { value(["type", "event", "kind", "op"])?.string.map(Self.normalized) }

    private static let notes: Set<String> = [
        "open", "opened", "connect", "connected", "connecting", "start", "started", "info", "log", "handshake",
        "session",
        "meta", "metadata", "header", "upgraded", "end", "stop",
    ]

    /// Messages of the service that have no kind of their own.
    private var bareServerMessage: [UInt8]? {
        let names: Set<String> = ["error", "voiceactivity", "warning", "filteredprompt", "interactionstatus"]
        return members.contains { names.contains($0.name) && $0.value.isObject } ? bare : nil
    }

    /// The object without what stands beside the message.
    private var bare: [UInt8] {
        let isBeside: (String) -> Bool = { name in
            Self.timeUnit(of: name) != nil
                || ["dir", "direction", "from", "to", "seq", "n", "index", "way", "sender"].contains(name)
        }
        let fields = Array(node.members)
        guard fields.contains(where: { isBeside(Self.normalized($0.key.string)) }) else { return Array(node.source) }
        var writer = JSONWriter()
        writer.writeVerbatim("{".utf8)
        var isFirst = true
        for (key, value) in fields where !isBeside(Self.normalized(key.string)) {
            if !isFirst { writer.writeVerbatim(",".utf8) }
            isFirst = false
            writer.write(string: key.string)
            writer.writeVerbatim(":".utf8)
            if value.isString { writer.writeVerbatim("\"".utf8) }
            writer.writeVerbatim(value.source)
            if value.isString { writer.writeVerbatim("\"".utf8) }
        }
        writer.writeVerbatim("}".utf8)
        return writer.bytes
    }

    private var opcode: Opcode? {
        for name in ["opcode", "op", "frametype", "messagetype", "type", "kind", "event", "format"] {
            guard let node = value([name]) else { continue }
            if !node.isString, let number = node.int64 {
                if let number = UInt8(exactly: number), number < 16 { return Opcode(rawValue: number) }
            }
            switch node.string.map(Self.normalized) {
            case "text", "txt", "string", "str", "utf8": return .text
            case "binary", "bin", "bytes", "blob", "arraybuffer": return .binary
            case "close", "closed", "connectionclosed", "websocketclosed", "onclose", "disconnect", "disconnected":
                return .close
            case "ping": return .ping
            case "pong": return .pong
            case "continuation", "cont": return .continuation
            case let digits?:
                if name == "opcode", let number = UInt8(digits), number < 16 { return Opcode(rawValue: number) }
            case nil: break
            }
        }
        if let isBinary = value(["isbinary", "binary"])?.bool { return isBinary ? .binary : .text }
        return nil
    }

    private var isBase64Announced: Bool {
        guard let encoding = value(["encoding", "enc"])?.string else { return false }
        return Self.normalized(encoding).contains("base64")
    }

    private var payload: (node: JSONNode, isBase64: Bool)? {
        let base64 = [
            "payloadb64", "datab64", "b64", "base64", "database64", "payloadbase64", "messagebase64", "bodybase64",
            "rawb64", "bytesb64",
        ]
        if let node = value(base64) { return (node, true) }
        let plain = [
            "json", "msg", "message", "data", "payload", "payloaddata", "body", "text", "content", "raw", "frame",
            "bytes",
        ]
        return value(plain).map { ($0, false) }
    }

    private func words(of node: JSONNode?) -> String {
        guard let node else { return "an error that the file does not describe" }
        return String(decoding: (node.stringBytes ?? node.source).prefix(1_024), as: UTF8.self)
    }

    // MARK: Closing

    private func closing(_ opcode: Opcode?) -> ForeignMessage.Content? {
        guard opcode == .close else { return nil }
        let code = value(["code", "closecode", "statuscode", "status"])?.int64.flatMap(UInt16.init(exactly:))
        let reason = value(["reason", "closereason"])?.string
        let text = payload?.node.string
        if code == nil, reason == nil, let text { return CloseText.content(text) }
        return .close(code.map(CloseCode.init(rawValue:)), reason: reason ?? (text?.isEmpty == false ? text : nil))
    }
}

/// What tools write in the place of a close frame's payload.
enum CloseText {
    /// The payload in base64, `1011 words`, or the words alone.
    static func content(_ text: String) -> ForeignMessage.Content {
        if let bytes = Base64.decode(Array(text.utf8)[...]), bytes.count >= 2 {
            let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
            if let reason = String(validating: bytes.dropFirst(2), as: UTF8.self), (1_000..<5_000).contains(code) {
                return .close(CloseCode(rawValue: code), reason: reason.isEmpty ? nil : reason)
            }
        }
        let digits = text.prefix { $0.isNumber }
        if digits.count == 4, let code = UInt16(digits), (1_000..<5_000).contains(code) {
            let reason = String(text.dropFirst(4).drop { " :,-".contains($0) })
            return .close(CloseCode(rawValue: code), reason: reason.isEmpty ? nil : reason)
        }
        return .close(nil, reason: text.isEmpty ? nil : text)
    }
}
