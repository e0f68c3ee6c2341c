/// A central store: `http://HOST:8123/DATABASE`. Never with credentials: it is logged, listed and kept.
public struct StoreAddress: Hashable, Sendable, CustomStringConvertible {
    public let isSecure: Bool
    /// With brackets where it is an address of IPv6.
    public let host: String
    public let port: UInt16
    public let database: String

    /// Nil for what is no such address; a user, a password and a query are refused, not dropped.
    public init?(_ text: String) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["http", "https"].contains(parts[0]), !text.contains(where: { "?#@ ".contains($0) })
        else { return nil }
        isSecure = parts[0] == "https"
        let rest = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        guard rest.count == 2 || rest.count == 3 && rest[2].isEmpty, Self.isName(rest[1]) else { return nil }
        database = String(rest[1])
        let place = rest[0]
        let digits = place.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        let before = place.dropLast(digits.count)
        if before.last == ":", !digits.isEmpty, !(place.contains("[") && before.dropLast().last != "]") {
            guard let port = UInt16(String(digits)), port > 0 else { return nil }
            (self.port, host) = (port, String(before.dropLast()))
        } else {
            (port, host) = (isSecure ? 8443 : 8123, String(place))
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard !host.isEmpty, isBracketed || !host.contains(":") else { return nil }
    }

    /// Where requests go.
    public var base: String { "\(isSecure ? "https" : "http")://\(host):\(port)/" }

    public var description: String { base + database }

    /// What needs no quotes in a statement.
    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
