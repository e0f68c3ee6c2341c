/// The `host:port` of a CONNECT request (RFC 9110 §9.3.6), read strictly.
struct TunnelTarget: Hashable, Sendable {
    /// In lower case, without brackets and without the dot that ends a full name.
    var host: String
    var port: Int

    /// Nil for what is not exactly `name:port`, `address:port` or `[address]:port`.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon].lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":"), host.utf8.allSatisfy({ Self.isHexadecimal($0) || ":.".utf8.contains($0) }) else {
                return nil
            }
        } else {
            if host.hasSuffix(".") { host.removeLast() }
            guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(Self.isNameByte) else { return nil }
        }
        (self.host, self.port) = (host, port)
    }

    private static func port(_ digits: Substring) -> Int? {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "-._".utf8.contains(byte)
    }
}
