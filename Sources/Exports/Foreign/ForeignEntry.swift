import LiveProtocol

/// One entry of an HTTP archive without its messages: one connection.
struct ForeignEntry {
    private let node: JSONNode

    init(_ node: JSONNode) { self.node = node }

    /// What our own archives keep beside the standard's fields.
    var own: JSONNode? { node["_livetop"] }

    var ownConnection: ConnectionID? { own?["connection"]?.string.flatMap(ConnectionID.init) }

    var ownOrigin: ForeignOrigin? { opening.origin }

    private var url: String { node["request"]?["url"]?.string ?? "" }

    private var scheme: Substring { url.prefix { $0 != ":" } }

    /// Where it led to, without what may be secret: `ws://localhost:5173/`.
    var address: String {
        let rest = url.dropFirst(scheme.count).drop { ":/".contains($0) }
        let place = rest.prefix { $0 != "?" && $0 != "#" }
        let host = place.split(separator: "@", omittingEmptySubsequences: false).last ?? place
        return url.isEmpty ? "an unknown address" : "\(scheme)://\(host)"
    }

    var isSocket: Bool {
        node["_resourceType"]?.string?.lowercased() == "websocket" || scheme == "ws" || scheme == "wss"
    }

    /// The address is one of the Live API.
    var isLive: Bool {
        let path = address.split(separator: "/").suffix(2).joined(separator: "/")
        return Route(target: target).endpoint.isDecoded || path == "interactions/live"
    }

    /// The socket never opened.
    var hasFailed: Bool { status >= 400 || error != nil }

    private var status: Int { node["response"]?["status"]?.int64.flatMap(Int.init(exactly:)) ?? 101 }

    /// What Chrome, Playwright and mitmproxy say of a request that failed.
    private var error: String? {
        let texts = [node["_error"], node["response"]?["_error"], node["response"]?["_failureText"]]
        return texts.compactMap { $0?.string }.first { !$0.isEmpty }
    }

    /// The file beside the archive that holds the messages, as Playwright attaches them: a plain name.
    var attachment: String? {
        guard isSocket, let content = node["response"]?["content"],
            let name = (content["_file"] ?? content["_sha1"])?.string
        else { return nil }
        let isPlain =
            !name.isEmpty && name.utf8.count < 256 && !name.hasPrefix(".")
            && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
        return isPlain ? name : nil
    }

    var startedAt: Timestamp? {
        if let exact = own?["started_ns"]?.string.flatMap({ Int64($0) }) { return Timestamp(nanoseconds: exact) }
        guard let start = node["startedDateTime"], case .instant(let instant)? = ForeignTime(start, unit: nil) else {
            return nil
        }
        return instant
    }

    /// How long it was open, where the entry says something that is longer than a handshake.
    var length: Duration? {
        guard let milliseconds = node["time"]?.double, milliseconds > 0, milliseconds < 1e12 else { return nil }
        return .nanoseconds(Int64(clamping: milliseconds * 1e6))
    }

    // MARK: What it becomes

    func plan(_ connection: ConnectionID, _ reading: ForeignClock.Reading, _ learned: ForeignConnection) -> ForeignPlan
    {
        let session = own?["session"]?.string.flatMap(SessionID.init) ?? SessionID(connection)
        var opening = opening
        if own == nil {
            opening.origin = ForeignOrigin(tool: nil, isTimed: reading.isTimed, isDated: reading.isDated)
            if !opening.endpoint.isDecoded, learned.liveMessages > 0 {
                opening.endpoint = Endpoint(surface: .unknown, version: nil, method: .bidiGenerateContent)
            }
        }
        var plan = ForeignPlan(
            connection: connection, session: session, opening: opening, upgrade: upgrade,
            refusal: value("refused").flatMap { WireEventJSON.kind(named: "refused", $0) } ?? refusal, reading: reading,
            isReversed: own == nil && learned.isReversed)
        if let data = value("closed"), let closure = WireEventJSON.closure(data) {
            plan.ownEnd = (
                closure, own?["closed_ns"]?.string.flatMap { Int64($0) }.map(Timestamp.init),
                own?["closed_seq"]?.int64
            )
        }
        plan.end = own == nil ? end : nil
        return plan
    }

    private func value(_ name: StaticString) -> JSONValue? { own?[name].map { JSONValue($0) } }

    private var target: String {
        let rest = url.dropFirst(scheme.count).drop { ":/".contains($0) }
        let target = rest.drop { $0 != "/" && $0 != "?" }
        return target.isEmpty ? "/" : String(target)
    }

    private var opening: ConnectionInfo {
        if let data = value("opened"), case .opened(let info)? = WireEventJSON.kind(named: "opened", data) {
            return info
        }
        let rest = url.dropFirst(scheme.count).drop { ":/".contains($0) }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        let route = Route(target: target)
        let isTLS = scheme == "wss" || scheme == "https"
        return ConnectionInfo(
            tag: route.tag, endpoint: route.endpoint, target: route.forwardedTarget,
            upstream: "\(isTLS ? "https" : "http")://\(host)", headers: headers(node["request"]), isTLS: isTLS,
            removedExtensions: nil)
    }

    private var upgrade: Handshake? {
        if let data = value("upgraded"), case .upgraded(let upgrade)? = WireEventJSON.kind(named: "upgraded", data) {
            return upgrade
        }
        guard own == nil, !hasFailed else { return nil }
        // A browser's archive says nothing reliable about the steps of the handshake, and some have no status.
        return Handshake(
            status: status > 0 ? status : 101, headers: headers(node["response"]), timings: ConnectTimings())
    }

    private var refusal: WireEvent.Kind? {
        guard own == nil, status >= 400 else { return nil }
        let words = node["response"]?["statusText"]?.string ?? ""
        return .refused(
            Refusal(
                status: status, by: .server, reason: words.isEmpty ? error ?? "" : words,
                headers: headers(node["response"])))
    }

    /// `_webSocketClose` of HTTP Toolkit, an object or `"aborted"`, and what others say of a failure.
    private var end: (content: ForeignMessage.Content, time: ForeignTime?)? {
        if let close = node["_webSocketClose"] {
            if let word = close.string { return (.failure("the connection was \(word)"), nil) }
            let code = (close["code"] ?? close["closeCode"])?.int64.flatMap(UInt16.init(exactly:))
            let reason = (close["reason"] ?? close["closeReason"])?.string
            let time = (close["timestamp"] ?? close["time"]).flatMap { ForeignTime($0, unit: nil) }
            return (.close(code.map(CloseCode.init(rawValue:)), reason: reason), time)
        }
        if status >= 400 { return (.close(nil, reason: nil), nil) }
        return error.map { (.failure($0), nil) }
    }

    private func headers(_ node: JSONNode?) -> [HeaderField] {
        (node?["headers"].map { Array($0.elements) } ?? []).compactMap { field in
            guard let name = field["name"]?.string, let value = field["value"]?.string else { return nil }
            return HeaderField(name, value)
        }
    }
}
