import COpenSSL
import Foundation
import NIOCore

/// What the local authority can vouch for (RFC 5280 §4.2.1.10): `localhost`, loopback addresses, and the names that
/// somebody asked for. A stolen key is of no use for any other name.
struct PermittedNames: Hashable {
    /// Names and addresses besides those of loopback, in lower case.
    let extra: Set<String>
    /// Whether it can vouch for this machine.
    let isLocal: Bool

    init(_ extra: some Sequence<String>, isLocal: Bool = true) {
        self.extra = Set(extra.map { $0.lowercased() })
        self.isLocal = isLocal
    }

    /// What a root says; nil where it says nothing, as those of older versions. Constraints that cannot be read are none.
    init?(of root: Certificate) {
        guard let subtrees = root.permittedSubtrees else { return nil }
        let own = Set(Self.loopback)
        self.init(
            subtrees.filter { !own.contains($0) }.compactMap(Self.text), isLocal: subtrees.contains(where: own.contains)
        )
    }

    /// Without the names of this machine, which need no asking.
    func isSuperset(of other: PermittedNames) -> Bool { extra.isSuperset(of: other.extra) }

    /// As the extension of a root names them.
    var subtrees: [CertifiedName] { (isLocal ? Self.loopback : []) + extra.sorted().map(Self.subtree) }

    private static let loopback: [CertifiedName] = [
        .dns("localhost"), .address([127, 0, 0, 0, 255, 0, 0, 0]),
        .address([UInt8](repeating: 0, count: 15) + [1] + [UInt8](repeating: 255, count: 16)),
    ]

    static func isAddress(_ name: String) -> Bool { octets(of: name) != nil }

    /// As a certificate names it.
    static func certified(_ name: String) -> CertifiedName { octets(of: name).map(CertifiedName.address) ?? .dns(name) }

    /// As a constraint names it: an address is followed by a mask, which here leaves nothing open.
    private static func subtree(_ name: String) -> CertifiedName {
        octets(of: name).map { .address($0 + [UInt8](repeating: 255, count: $0.count)) } ?? .dns(name)
    }

    private static func text(_ subtree: CertifiedName) -> String? {
        subtree.type == GEN_DNS
            ? String(decoding: subtree.bytes, as: UTF8.self)
            : address(of: Array(subtree.bytes.prefix(subtree.bytes.count / 2)))
    }

    /// Nil for what is no address, which is a name then.
    private static func octets(of name: String) -> [UInt8]? {
        switch try? SocketAddress(ipAddress: name, port: 0) {
        case .v4(let address): withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address): withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
        case .unixDomainSocket, nil: nil
        }
    }

    private static func address(of octets: [UInt8]) -> String? {
        // An odd number of bytes is no address.
        try? SocketAddress(packedIPAddress: ByteBuffer(bytes: octets), port: 0).ipAddress
    }
}
