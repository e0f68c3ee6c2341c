package import Diagnosis
package import LiveProtocol
internal import SessionModel
package import SessionStore

/// The messages that prove findings, for whoever cannot look at a screen: each once, redacted as recorded, long texts and
/// media cut.
package struct EvidenceFrames {
    private let frames: RecordedFrames

    /// Frames that are told, and characters of one.
    private static let limit = 24
    private static let length = 2_000
    private static let textLength = 300

    package init(_ database: SessionDatabase) { frames = RecordedFrames(database) }

    package func list(of findings: [Finding]) throws -> [JSONValue] {
        var told: Set<Key> = []
        var list: [JSONValue] = []
        for evidence in findings.flatMap(\.allEvidence) {
            guard let sequence = evidence.sequence, list.count < Self.limit,
                told.insert(Key(connection: evidence.connection, sequence: sequence)).inserted,
                let frame = try frame(sequence, of: evidence.connection)
            else { continue }
            list.append(
                .object([
                    ("connection", .string(evidence.connection.description)), ("seq", .integer(sequence)),
                    ("dir", .string(frame.direction.name)), ("note", .string(evidence.note)),
                    ("message", frame.message),
                ]))
        }
        return list
    }

    private struct Key: Hashable {
        var connection: ConnectionID
        var sequence: Int64
    }

    private func frame(
        _ sequence: Int64, of connection: ConnectionID
    ) throws -> (direction: Direction, message: JSONValue)? {
        for direction in [Direction.clientToServer, .serverToClient] {
            let span = FrameSpan(connection: connection, sequences: sequence...sequence, direction: direction)
            guard let frame = try frames.content(of: span).frames.first else { continue }
            return (direction, Self.message(frame))
        }
        return nil
    }

    private static func message(_ frame: Frame) -> JSONValue {
        guard let payload = frame.payload else { return .string("not captured") }
        if frame.opcode == .close {
            let (code, reason) = frame.closeStatus
            return .object([("close", .integer(code.map { Int64($0.rawValue) })), ("reason", .string(reason))])
        }
        guard let value = try? JSONValue(parsing: payload) else {
            return .string(String(String(decoding: payload, as: UTF8.self).prefix(textLength)))
        }
        let short = shortened(value)
        let text = short.text
        return text.count <= length ? short : .string(text.prefix(length) + "…")
    }

    private static func shortened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text) where text.count > textLength:
            .string(text.prefix(60) + "… (\(text.count) characters)")
        case .array(let elements): .array(elements.map(shortened))
        case .object(let members): .object(members.map { JSONValue.Member($0.name, shortened($0.value)) })
        default: value
        }
    }
}

extension Finding {
    /// Its own, and that of what it explains.
    fileprivate var allEvidence: [Evidence] { evidence + explains.flatMap(\.allEvidence) }
}
