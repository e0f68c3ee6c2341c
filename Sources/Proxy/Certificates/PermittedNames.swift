import Foundation
import NIOCore
import SwiftASN1
import X509

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

    /// What a root says; nil where it says nothing, as those of older versions.
    init?(of root: Certificate) {
        // Constraints that cannot be read are none.
        guard let constraints = try? root.extensions.nameConstraints else { return nil }
        let own = Set(Self.loopback)
        let permitted = constraints.permittedSubtrees
        self.init(
            permitted.filter { !own.contains($0) }.compactMap(Self.text),
            isLocal: permitted.contains(where: own.contains))
    }

    /// Without the names of this machine, which need no asking.
    func isSuperset(of other: PermittedNames) -> Bool { extra.isSuperset(of: other.extra) }

    var constraints: NameConstraints {
        NameConstraints(permittedSubtrees: (isLocal ? Self.loopback : []) + extra.sorted().map(Self.subtree))
    }

    private static let loopback: [GeneralName] = [
        .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 0, 255, 0, 0, 0])),
        .ipAddress(
            ASN1OctetString(
                contentBytes: ArraySlice([UInt8](repeating: 0, count: 15) + [1] + [UInt8](repeating: 255, count: 16)))),
    ]

    static func isAddress(_ name: String) -> Bool { octets(of: name) != nil }

    /// As a certificate names it.
    static func generalName(_ name: String) -> GeneralName {
        octets(of: name).map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) } ?? .dnsName(name)
    }

    /// As a constraint names it: an address is followed by a mask, which here leaves nothing open.
    private static func subtree(_ name: String) -> GeneralName {
        guard let octets = octets(of: name) else { return .dnsName(name) }
        let mask = [UInt8](repeating: 255, count: octets.count)
        return .ipAddress(ASN1OctetString(contentBytes: (octets + mask)[...]))
    }

    private static func text(_ subtree: GeneralName) -> String? {
        switch subtree {
        case .dnsName(let name): name
        case .ipAddress(let range): address(of: Array(range.bytes.prefix(range.bytes.count / 2)))
        default: nil
        }
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
