import Foundation
import NIOCore

/// What may stand in each setting. One set of rules for flags, environment and files.
enum SettingValue {
    static let defaultPort: UInt16 = 8910
    /// Loopback of both families.
    static let defaultAddresses = ["127.0.0.1", "::1"]

    /// What is wrong with `text` as a value of `key`, with the cure; nil when nothing is.
    static func problem(with text: String, for key: SettingKey) -> String? {
        let rule = rule(for: key)
        return rule.accepts(text) ? nil : "'\(text)' is not \(rule.expected)"
    }

    static func port(_ text: String) -> UInt16? { UInt16(text) }

    private struct Rule {
        var expected: String
        var accepts: (String) -> Bool
    }

    private static func rule(for key: SettingKey) -> Rule {
        switch key {
        case .port:
            Rule(expected: "a port: a number from 0 to 65535") { port($0) != nil }
        case .listen:
            Rule(expected: "an IP address, such as 127.0.0.1, 0.0.0.0 or ::") { isAddress($0) }
        case .upstream:
            Rule(expected: "an upstream: http://, https://, ws:// or wss://, a host, perhaps a port and a path") {
                isUpstream($0)
            }
        case .vertexLocation:
            Rule(expected: "a Vertex AI location, such as us-central1 or global") { isLocation($0) }
        case .allowOrigin:
            Rule(expected: "a web origin, such as https://app.example:3000 or null") { isOrigin($0) }
        case .allowHost:
            Rule(expected: "a host name without scheme or port, such as host.docker.internal") { isHostName($0) }
        case .capture:
            Rule(expected: "a capture level: full, no-audio or meta") { CaptureLevel(rawValue: $0) != nil }
        case .upstreamCA, .dataDirectory:
            Rule(expected: "a path") { !$0.isEmpty }
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        (try? SocketAddress(ipAddress: text, port: 0)) != nil  // The reason does not matter: it is not an address.
    }

    /// A name and password in it would end on screen and disk, a query would be lost: neither is accepted.
    private static func isUpstream(_ text: String) -> Bool {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return false }
        return ["http", "https", "ws", "wss"].contains(scheme) && parts.host?.isEmpty == false
            && parts.port.map { (1...65535).contains($0) } ?? true
            && parts.user == nil && parts.password == nil && parts.query == nil && parts.fragment == nil
    }

    private static func isOrigin(_ text: String) -> Bool {
        if text == "null" { return true }
        guard let parts = URLComponents(string: text), parts.scheme != nil else { return false }
        return parts.host?.isEmpty == false && parts.path.isEmpty && parts.query == nil && parts.user == nil
    }

    private static func isLocation(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isHostName(_ text: String) -> Bool {
        isLocation(text.replacing(".", with: "").replacing("_", with: "")) && !text.hasPrefix(".")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
