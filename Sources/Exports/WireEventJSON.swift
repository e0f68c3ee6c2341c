import LiveProtocol

/// Wire events other than frames, as the `event` and `data` of a `livetop.event/1` line and back.
enum WireEventJSON {
    /// Nil for a frame.
    static func name(of kind: WireEvent.Kind) -> String? {
        switch kind {
        case .opened: "opened"
        case .upgraded: "upgraded"
        case .refused: "refused"
        case .frame: nil
        case .paused: "paused"
        case .resumed: "resumed"
        case .framingLost: "framingLost"
        case .captureGap: "gap"
        case .pathSample: "pathSample"
        case .fault: "fault"
        case .closed: "closed"
        }
    }

    static func data(of kind: WireEvent.Kind) -> JSONValue {
        switch kind {
        case .opened(let info): opened(info)
        case .upgraded(let handshake):
            .object([
                ("status", .integer(handshake.status)), ("headers", headers(handshake.headers)),
                ("dns_ns", .integer(handshake.timings.dns?.nanoseconds)),
                ("connect_ns", .integer(handshake.timings.connect?.nanoseconds)),
                ("tls_ns", .integer(handshake.timings.tls?.nanoseconds)),
                ("response_ns", .integer(handshake.timings.response?.nanoseconds)),
            ])
        case .refused(let refusal):
            .object([
                ("status", .integer(refusal.status)), ("by", .string(refusal.by.rawValue)),
                ("reason", .string(refusal.reason)), ("headers", headers(refusal.headers)),
            ])
        case .frame: .null
        case .paused(let direction), .resumed(let direction): .object([("dir", .string(direction.name))])
        case .framingLost(let direction, let reason):
            .object([("dir", .string(direction.name)), ("reason", .string(reason))])
        case .captureGap(let gap):
            .object([
                ("frames", .integer(gap.frames)), ("bytes", .integer(gap.bytes)),
                ("cause", .string(gap.cause.rawValue)),
            ])
        case .pathSample(let sample):
            .object([
                ("client_ns", .integer(sample.client?.nanoseconds)),
                ("upstream_ns", .integer(sample.upstream?.nanoseconds)),
            ])
        case .fault(let note):
            .object([
                ("fault", .string(note.fault)), ("what", .string(note.text)), ("dir", .string(note.direction?.name)),
            ])
        case .closed(let closure): closed(closure)
        }
    }

    private static func opened(_ info: ConnectionInfo) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("tag", .string(info.tag)), ("surface", .string(info.endpoint.surface.rawValue)),
            ("version", .string(info.endpoint.version)), ("method", .string(info.endpoint.method.rawValue)),
            ("target", .string(info.target)), ("upstream", .string(info.upstream)),
            ("headers", headers(info.headers)), ("tls", .bool(info.isTLS)),
            ("removedExtensions", .string(info.removedExtensions)),
        ]
        if let origin = info.origin {
            members.append(
                (
                    "origin",
                    .object([
                        ("tool", .string(origin.tool)), ("digest", .string(origin.digest)),
                        ("timed", .bool(origin.isTimed)), ("dated", .bool(origin.isDated)),
                    ])
                ))
        }
        return .object(members)
    }

    static func closed(_ closure: Closure) -> JSONValue {
        .object([
            ("by", .string(closure.by.rawValue)), ("code", .integer(closure.code.map { Int($0.rawValue) })),
            ("reason", .string(closure.reason)), ("detail", .string(closure.detail)),
        ])
    }

    private static func headers(_ fields: [HeaderField]) -> JSONValue {
        .array(fields.map { .array([.string($0.name), .string($0.value)]) })
    }
}
