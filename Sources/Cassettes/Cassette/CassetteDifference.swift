internal import LiveProtocol
import Simulator

/// Where what a client says differs from what was recorded.
public struct CassetteDifference: Hashable, Sendable, CustomStringConvertible {
    /// Number of the client's message on its connection, from 1.
    public var message: Int
    /// Where in the message, such as `$.setup.model`; `$` for the whole.
    public var path: String
    /// As JSON, cut to a line; nil where there is nothing.
    public var recorded: String?
    public var received: String?

    public var description: String {
        "message \(message), \(path): recorded \(recorded ?? "nothing"), received \(received ?? "nothing")"
    }

    init(message: Int, path: String = "$", recorded: String?, received: String?) {
        self.message = message
        self.path = path
        self.recorded = recorded.map(Self.line)
        self.received = received.map(Self.line)
    }

    private static func line(_ text: String) -> String { text.count > 120 ? String(text.prefix(119)) + "…" : text }
}

/// Compares a client's message with the recorded one: as JSON, whatever the order of its members and the spelling of
/// their names. Fields that were redacted fit anything; so do fields that are null and those that are not there.
enum MessageComparison {
    /// The first difference; nil where there is none.
    static func difference(_ recorded: [UInt8], _ received: [UInt8], message: Int) -> CassetteDifference? {
        guard let one = try? JSONValue(parsing: recorded), let other = try? JSONValue(parsing: received) else {
            // Not JSON on one side: bytes have to do.
            return recorded == received
                ? nil
                : CassetteDifference(
                    message: message, recorded: String(decoding: recorded.prefix(200), as: UTF8.self),
                    received: String(decoding: received.prefix(200), as: UTF8.self))
        }
        return difference(one, other, at: "$", message)
    }

    private static func difference(
        _ recorded: JSONValue?, _ received: JSONValue?, at path: String, _ message: Int
    ) -> CassetteDifference? {
        switch (recorded, received) {
        case (.object(let one), .object(let other)): members(one, other, at: path, message)
        case (.array(let one), .array(let other)): elements(one, other, at: path, message)
        case (.string(let one), .string) where isRedacted(one): nil
        case (nil, .null), (.null, nil): nil
        default:
            isEqual(recorded, received)
                ? nil
                : CassetteDifference(message: message, path: path, recorded: recorded?.text, received: received?.text)
        }
    }

    private static func members(
        _ recorded: [JSONValue.Member], _ received: [JSONValue.Member], at path: String, _ message: Int
    ) -> CassetteDifference? {
        var rest = received
        for member in recorded {
            let index = rest.firstIndex { camelCase($0.name) == camelCase(member.name) }
            let other = index.map { rest.remove(at: $0).value }
            if let found = difference(member.value, other, at: "\(path).\(member.name)", message) { return found }
        }
        for member in rest {
            if let found = difference(nil, member.value, at: "\(path).\(member.name)", message) { return found }
        }
        return nil
    }

    private static func elements(
        _ recorded: [JSONValue], _ received: [JSONValue], at path: String, _ message: Int
    ) -> CassetteDifference? {
        for index in 0..<max(recorded.count, received.count) {
            let pair = [recorded, received].map { index < $0.count ? $0[index] : nil }
            if let found = difference(pair[0], pair[1], at: "\(path)[\(index)]", message) { return found }
        }
        return nil
    }

    /// `1` and `1.0` are the same number.
    private static func isEqual(_ one: JSONValue?, _ other: JSONValue?) -> Bool {
        if let left = one?.number, let right = other?.number { return left == right }
        return one == other
    }

    /// What redaction leaves behind: its placeholder, alone or in a longer text, or the hash of a handle.
    private static func isRedacted(_ text: String) -> Bool {
        text.contains(Redaction.placeholder) || RedactedHandle.matches(text)
    }

    /// The service takes both spellings, and an SDK may change from one to the other.
    static func camelCase(_ name: String) -> String {
        guard name.contains("_") else { return name }
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
