import Foundation
import NIOCore
package import Proxy
import Runtime
import SessionStore
import Shipping
import Wording

/// What may stand in each setting. One set of rules for flags, environment and files.
package enum SettingValue {
    package static let defaultPort: UInt16 = 8910
    /// `--capture off`, which no help mentions: the bare relay of `make bench`.
    package static let captureOff = ProxySettings.captureOff
    /// Loopback of both families.
    package static let defaultAddresses = ["127.0.0.1", "::1"]

    /// What is wrong with `text` as a value of `key`, with the cure; nil when nothing is.
    package static func problem(with text: String, for key: SettingKey) -> String? {
        let rule = rule(for: key)
        return rule.accepts(text) ? nil : "\(quoted(text, key)) is not \(rule.expected)"
    }

    /// The text, unless it may hold a key or password that does not belong there.
    private static func quoted(_ text: String, _ key: SettingKey) -> String {
        let mayBeSecret =
            [.upstream, .upstreamFor, .allowOrigin, .otlp, .shipTo].contains(key) && text.contains { "?@".contains($0) }
        return mayBeSecret ? "a URL with a user, a password or a query" : "'\(text)'"
    }

    package static func port(_ text: String) -> UInt16? { UInt16(text) }

    /// A query would be lost and a password would end on screen and disk: neither is accepted.
    package static func upstream(_ text: String) -> Upstream? {
        guard !text.contains(where: { "?#@".contains($0) }) else { return nil }
        return try? Upstream(url: text)  // What is wrong is told by the rule of the setting.
    }

    /// A collector's address without a slash at its end; what is no such address, and what would hold a password, is nil.
    package static func collector(_ text: String) -> String? {
        guard text.hasPrefix("http://") || text.hasPrefix("https://"), upstream(text) != nil else { return nil }
        return String(text.reversed().drop { $0 == "/" }.reversed())
    }

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
                upstream($0) != nil
            }
        case .upstreamFor:
            Rule(
                expected:
                    "a rule: tag:NAME=URL, /PATH=URL or *=URL, and perhaps behind it via PROXY (or direct) and login FILE"
            ) { UpstreamChoice($0) != nil }
        case .vertexLocation:
            Rule(expected: "a Vertex AI location, such as us-central1 or global") { isLocation($0) }
        case .allowOrigin:
            Rule(expected: "a web origin, such as https://app.example:3000 or null") { isOrigin($0) }
        case .allowHost:
            Rule(expected: "a host name without scheme or port, such as host.docker.internal") { isHostName($0) }
        case .capture:
            Rule(expected: "a capture level: full, no-audio or meta") {
                $0 == captureOff || CaptureLevel(rawValue: $0) != nil
            }
        case .keepFor:
            Rule(expected: "an age, such as 12h or 14d") { Age($0) != nil }
        case .keepSize:
            Rule(expected: "a size, such as 800m or 5G") { ByteSize($0) != nil }
        case .metricsListen:
            Rule(expected: "an address and a port, such as 127.0.0.1:9464 or [::1]:0") { ScrapeAddress($0) != nil }
        case .otlp:
            Rule(expected: "a collector's address, such as http://localhost:4318, or off") {
                $0 == OTLPConfiguration.off || collector($0) != nil
            }
        case .shipTo:
            Rule(expected: "a central store: http://HOST:8123/DATABASE, without user or password") {
                StoreAddress($0) != nil
            }
        case .shipPayload:
            Rule(expected: "none, no-audio or full") { ShipPayload(rawValue: $0) != nil }
        case .shipNode:
            Rule(expected: "a name of up to 64 letters, digits, dots, dashes and underscores") { NodeName.isName($0) }
        case .insecureUpstream, .noDeflate, .coreDumps:
            Rule(expected: "true or false") { $0 == "true" || $0 == "false" }
        case .upstreamCA, .dataDirectory, .shipCredentials:
            Rule(expected: "a path") { !$0.isEmpty }
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        (try? SocketAddress(ipAddress: text, port: 0)) != nil  // The reason does not matter: it is not an address.
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
