import NIOCore

/// Where the metrics port listens: `127.0.0.1:9464`, `[::1]:9464`, or a port alone for loopback.
package struct ScrapeAddress: Equatable, Sendable {
    /// An IP address.
    package var host: String
    /// 0 lets the system choose.
    package var port: UInt16

    /// Nil for what is no such place.
    package init?(_ text: String) {
        let digits = text.reversed().prefix { $0 != ":" }.reversed()
        guard let port = UInt16(String(digits)), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        var host = String(text.dropLast(digits.count))
        if host.hasSuffix(":") { host.removeLast() }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.isEmpty { host = "127.0.0.1" }
        // The reason does not matter: it is not an address.
        guard (try? SocketAddress(ipAddress: host, port: 0)) != nil else { return nil }
        (self.host, self.port) = (host, port)
    }
}
