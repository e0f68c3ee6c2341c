import LiveProtocol

extension WireEventJSON {
    /// Nil for what no livetop writes.
    static func kind(named name: String, _ data: JSONValue) -> WireEvent.Kind? {
        switch name {
        case "opened": info(data).map(WireEvent.Kind.opened)
        case "upgraded": handshake(data).map(WireEvent.Kind.upgraded)
        case "refused": refusal(data).map(WireEvent.Kind.refused)
        case "paused": direction(data["dir"]).map(WireEvent.Kind.paused)
        case "resumed": direction(data["dir"]).map(WireEvent.Kind.resumed)
        case "framingLost":
            direction(data["dir"]).map { .framingLost($0, reason: data["reason"]?.string ?? "") }
        case "gap": gap(data).map(WireEvent.Kind.captureGap)
        case "pathSample":
            .pathSample(PathSample(client: duration(data["client_ns"]), upstream: duration(data["upstream_ns"])))
        case "fault":
            data["fault"]?.string.map {
                .fault(FaultNote(fault: $0, text: data["what"]?.string ?? "", direction: direction(data["dir"])))
            }
        case "closed": closure(data).map(WireEvent.Kind.closed)
        default: nil
        }
    }

    static func direction(_ value: JSONValue?) -> Direction? { direction(named: value?.string) }

    static func direction(named name: String?) -> Direction? { Direction.allCases.first { $0.name == name } }

    private static func info(_ data: JSONValue) -> ConnectionInfo? {
        guard let target = data["target"]?.string, let upstream = data["upstream"]?.string else { return nil }
        let endpoint = Endpoint(
            surface: data["surface"]?.string.flatMap(Endpoint.Surface.init) ?? .unknown,
            version: data["version"]?.string,
            method: data["method"]?.string.flatMap(Endpoint.Method.init) ?? .unknown)
        return ConnectionInfo(
            tag: data["tag"]?.string, endpoint: endpoint, target: target, upstream: upstream,
            headers: headers(data["headers"]), isTLS: data["tls"]?.bool ?? false,
            removedExtensions: data["removedExtensions"]?.string, origin: data["origin"].flatMap(origin))
    }

    private static func origin(_ data: JSONValue) -> ForeignOrigin? {
        guard data.members != nil else { return nil }
        return ForeignOrigin(
            tool: data["tool"]?.string, digest: data["digest"]?.string, isTimed: data["timed"]?.bool ?? true,
            isDated: data["dated"]?.bool ?? true)
    }

    private static func handshake(_ data: JSONValue) -> Handshake? {
        guard let status = data["status"]?.integer.flatMap(Int.init(exactly:)) else { return nil }
        let timings = ConnectTimings(
            dns: duration(data["dns_ns"]), connect: duration(data["connect_ns"]), tls: duration(data["tls_ns"]),
            response: duration(data["response_ns"]))
        return Handshake(status: status, headers: headers(data["headers"]), timings: timings)
    }

    private static func refusal(_ data: JSONValue) -> Refusal? {
        guard let status = data["status"]?.integer.flatMap(Int.init(exactly:)), let by = party(data["by"]) else {
            return nil
        }
        return Refusal(
            status: status, by: by, reason: data["reason"]?.string ?? "", headers: headers(data["headers"]))
    }

    private static func gap(_ data: JSONValue) -> CaptureGap? {
        guard let frames = data["frames"]?.integer, let bytes = data["bytes"]?.integer,
            let cause = data["cause"]?.string.flatMap(CaptureGap.Cause.init)
        else { return nil }
        return CaptureGap(frames: frames, bytes: bytes, cause: cause)
    }

    static func closure(_ data: JSONValue) -> Closure? {
        guard let by = party(data["by"]) else { return nil }
        let code = data["code"]?.integer.flatMap(UInt16.init(exactly:)).map(CloseCode.init(rawValue:))
        return Closure(by: by, code: code, reason: data["reason"]?.string, detail: data["detail"]?.string)
    }

    private static func party(_ value: JSONValue?) -> Party? { value?.string.flatMap(Party.init) }

    private static func duration(_ value: JSONValue?) -> Duration? { value?.integer.map(Duration.nanoseconds) }

    private static func headers(_ value: JSONValue?) -> [HeaderField] {
        (value?.array ?? []).compactMap { pair in
            guard let pair = pair.array, pair.count == 2, let name = pair[0].string, let text = pair[1].string else {
                return nil
            }
            return HeaderField(name, text)
        }
    }
}
