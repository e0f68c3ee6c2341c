import NIOCore

/// Addresses that belong to the internet (IANA's registries of special-purpose addresses): whatever else a tunnel could
/// lead to is on this machine or in somebody's network.
enum PublicAddress {
    static func matches(_ address: SocketAddress) -> Bool {
        // Behind family and port; with IPv6 the flow stands between.
        let bytes = address.withSockAddr { pointer, count in Array(UnsafeRawBufferPointer(start: pointer, count: count))
        }
        return switch address {
        case .v4 where bytes.count >= 8: isPublic4(Array(bytes[4..<8]))
        case .v6 where bytes.count >= 24: isPublic6(Array(bytes[8..<24]))
        default: false
        }
    }

    private static func isPublic4(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _), (224..., _, _): false
        case (100, 64...127, _), (172, 16...31, _), (198, 18...19, _): false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 51, 100), (203, 0, 113): false
        default: true
        }
    }

    /// Of global unicast alone, and not what stands for an address of the other kind.
    private static func isPublic6(_ octets: [UInt8]) -> Bool {
        if octets.starts(with: [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return isPublic4(Array(octets[12...]))
        }
        guard octets[0] & 0xE0 == 0x20 else { return false }
        if octets.starts(with: [0x20, 0x02]) { return isPublic4(Array(octets[2..<6])) }
        // Teredo and the ranges for documentation and protocols.
        return !octets.starts(with: [0x20, 0x01, 0x0D, 0xB8]) && !(octets.starts(with: [0x20, 0x01]) && octets[2] < 2)
            && !octets.starts(with: [0x3F, 0xFF])
    }
}
