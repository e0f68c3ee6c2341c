import Foundation
import LiveProtocol

/// How a client spells its field names. The service accepts both, even mixed in one message.
public enum Spelling: String, CaseIterable, Hashable, Sendable {
    /// `realtimeInput`, as JavaScript, Go and Java send.
    case camelCase
    /// `realtime_input`, as Python sends at the top level.
    case snakeCase

    /// A JSON text that is written in camel case.
    package func respell(_ text: String) -> String {
        guard self == .snakeCase else { return text }
        return text.replacing(/"([a-z]+[A-Z][A-Za-z0-9]*)"\s*:/) { match in
            "\"" + match.1.flatMap { $0.isUppercase ? "_" + $0.lowercased() : String($0) } + "\":"
        }
    }
}

/// JSON texts of messages, in both directions.
package enum MessageCoding {
    /// Compact, keys sorted, so that equal messages are equal bytes.
    package static func encode(_ message: ClientJSON, _ spelling: Spelling) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if spelling == .snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
        return try Array(encoder.encode(message))
    }

    /// Indented, as the service writes them.
    package static func encode(_ message: ServerJSON) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try Array(encoder.encode(message))
    }

    /// Either spelling of every key, both in one message too.
    package static func decode<Message: Decodable>(_ type: Message.Type, from bytes: some Sequence<UInt8>) throws
        -> Message
    {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(bytes))
    }
}

extension Duration {
    /// proto3 JSON: seconds with a fraction only where there is one, such as `10s` or `1.5s`.
    package var protobufText: String {
        let milliseconds = nanoseconds / 1_000_000
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        guard rest != 0 else { return "\(seconds)s" }
        let fraction = String(rest + 1000).dropFirst()
        return "\(seconds).\(fraction)s"
    }
}
