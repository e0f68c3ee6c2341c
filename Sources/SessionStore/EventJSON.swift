internal import Foundation
internal import LiveProtocol

/// Wire events other than frames as a kind and a JSON object: columns `kind` and `json` of table `events`.
///
/// The shapes below are the format on disk (`docs/schema.md`). They are types of their own, so that a change of the
/// model's types cannot change what old databases mean.
enum EventJSON {
    static func encode(_ kind: WireEvent.Kind) throws -> (kind: String, json: String) {
        switch kind {
        case .opened(let info): ("opened", try text(Opened(info)))
        case .upgraded(let handshake): ("upgraded", try text(Upgraded(handshake)))
        case .refused(let refusal): ("refused", try text(Refused(refusal)))
        case .paused(let direction): ("paused", try text(Flow(dir: direction.name)))
        case .resumed(let direction): ("resumed", try text(Flow(dir: direction.name)))
        case .framingLost(let direction, let reason):
            ("framingLost", try text(FramingLost(dir: direction.name, reason: reason)))
        case .captureGap(let gap):
            ("captureGap", try text(Gap(frames: gap.frames, bytes: gap.bytes, cause: gap.cause.rawValue)))
        case .pathSample(let sample): ("pathSample", Path(sample).text)
        case .fault(let note):
            ("fault", try text(Fault(dir: note.direction?.name, fault: note.fault, what: note.text)))
        case .closed(let closure): ("closed", try text(Closed(closure)))
        // Frames have a table of their own.
        case .frame: throw UnreadableEvent()
        }
    }

    static func decode(kind: String, json: String) throws -> WireEvent.Kind {
        switch kind {
        case "opened": .opened(try value(Opened.self, json).info)
        case "upgraded": .upgraded(try value(Upgraded.self, json).handshake)
        case "refused": .refused(try value(Refused.self, json).refusal)
        case "paused": .paused(try direction(value(Flow.self, json).dir))
        case "resumed": .resumed(try direction(value(Flow.self, json).dir))
        case "framingLost": try framingLost(value(FramingLost.self, json))
        case "captureGap": .captureGap(try value(Gap.self, json).gap)
        case "pathSample": .pathSample(try value(Path.self, json).sample)
        case "fault": try fault(value(Fault.self, json))
        case "closed": .closed(try value(Closed.self, json).closure)
        default: throw UnreadableEvent()
        }
    }

    /// Keys in alphabetical order, so that equal events are equal rows.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        do { return try JSONDecoder().decode(type, from: Data(json.utf8)) } catch { throw UnreadableEvent() }
    }

    private static func direction(_ name: String) throws -> Direction {
        guard let direction = Direction.allCases.first(where: { $0.name == name }) else { throw UnreadableEvent() }
        return direction
    }

    private static func framingLost(_ row: FramingLost) throws -> WireEvent.Kind {
        .framingLost(try direction(row.dir), reason: row.reason)
    }

    private static func fault(_ row: Fault) throws -> WireEvent.Kind {
        .fault(FaultNote(fault: row.fault, text: row.what, direction: try row.dir.map(direction)))
    }
}

/// A row that no livetop wrote like this.
struct UnreadableEvent: Error {}

private struct Opened: Codable {
    var tag: String?
    var surface: String
    var version: String?
    var method: String
    var target: String
    var upstream: String
    var headers: [[String]]
    var tls: Bool
    var removedExtensions: String?
    var origin: Origin?

    /// Of what another tool has recorded.
    struct Origin: Codable {
        var tool: String?
        var digest: String?
        var timed: Bool
        var dated: Bool
    }

    init(_ info: ConnectionInfo) {
        tag = info.tag
        surface = info.endpoint.surface.rawValue
        version = info.endpoint.version
        method = info.endpoint.method.rawValue
        target = info.target
        upstream = info.upstream
        headers = pairs(info.headers)
        tls = info.isTLS
        removedExtensions = info.removedExtensions
        origin = info.origin.map {
            Origin(tool: $0.tool, digest: $0.digest, timed: $0.isTimed, dated: $0.isDated)
        }
    }

    var info: ConnectionInfo {
        let endpoint = Endpoint(
            surface: .init(rawValue: surface) ?? .unknown, version: version, method: .init(rawValue: method) ?? .unknown
        )
        return ConnectionInfo(
            tag: tag, endpoint: endpoint, target: target, upstream: upstream, headers: fields(headers), isTLS: tls,
            removedExtensions: removedExtensions,
            origin: origin.map {
                ForeignOrigin(tool: $0.tool, digest: $0.digest, isTimed: $0.timed, isDated: $0.dated)
            })
    }
}

private struct Path: Codable {
    /// Nanoseconds, both.
    var client: Int64?
    var upstream: Int64?

    init(_ sample: PathSample) {
        client = sample.client?.nanoseconds
        upstream = sample.upstream?.nanoseconds
    }

    /// As `EventJSON.text` makes it, which takes longer than all else that is done with a sample of each second and call.
    var text: String {
        let fields = [client.map { "\"client\":\($0)" }, upstream.map { "\"upstream\":\($0)" }]
        return "{" + fields.compactMap(\.self).joined(separator: ",") + "}"
    }

    var sample: PathSample {
        PathSample(client: client.map(Duration.nanoseconds), upstream: upstream.map(Duration.nanoseconds))
    }
}

private struct Upgraded: Codable {
    var status: Int
    var headers: [[String]]
    /// Nanoseconds, as are the following.
    var dns: Int64?
    var connect: Int64?
    var tls: Int64?
    var response: Int64?

    init(_ handshake: Handshake) {
        status = handshake.status
        headers = pairs(handshake.headers)
        dns = handshake.timings.dns?.nanoseconds
        connect = handshake.timings.connect?.nanoseconds
        tls = handshake.timings.tls?.nanoseconds
        response = handshake.timings.response?.nanoseconds
    }

    var handshake: Handshake {
        let timings = ConnectTimings(
            dns: dns.map(Duration.nanoseconds), connect: connect.map(Duration.nanoseconds),
            tls: tls.map(Duration.nanoseconds), response: response.map(Duration.nanoseconds))
        return Handshake(status: status, headers: fields(headers), timings: timings)
    }
}

struct Refused: Codable {
    var status: Int
    var by: String
    var reason: String
    var headers: [[String]]

    init(_ refusal: Refusal) {
        status = refusal.status
        by = refusal.by.rawValue
        reason = refusal.reason
        headers = pairs(refusal.headers)
    }

    var refusal: Refusal {
        get throws { Refusal(status: status, by: try party(by), reason: reason, headers: fields(headers)) }
    }
}

private struct Flow: Codable {
    var dir: String
}

private struct FramingLost: Codable {
    var dir: String
    var reason: String
}

private struct Fault: Codable {
    var dir: String?
    var fault: String
    var what: String
}

private struct Gap: Codable {
    var frames: Int64
    var bytes: Int64
    var cause: String

    var gap: CaptureGap {
        get throws {
            guard let cause = CaptureGap.Cause(rawValue: cause), frames >= 0, bytes >= 0 else {
                throw UnreadableEvent()
            }
            return CaptureGap(frames: frames, bytes: bytes, cause: cause)
        }
    }
}

/// Also part of a stored summary, as is `Refused`.
struct Closed: Codable {
    var by: String
    var code: UInt16?
    var reason: String?
    var detail: String?

    init(_ closure: Closure) {
        by = closure.by.rawValue
        code = closure.code?.rawValue
        reason = closure.reason
        detail = closure.detail
    }

    var closure: Closure {
        get throws {
            Closure(by: try party(by), code: code.map(CloseCode.init(rawValue:)), reason: reason, detail: detail)
        }
    }
}

private func pairs(_ headers: [HeaderField]) -> [[String]] {
    headers.map { [$0.name, $0.value] }
}

private func fields(_ pairs: [[String]]) -> [HeaderField] {
    pairs.map { HeaderField($0.first ?? "", $0.dropFirst().first ?? "") }
}

private func party(_ name: String) throws -> Party {
    guard let party = Party(rawValue: name) else { throw UnreadableEvent() }
    return party
}
