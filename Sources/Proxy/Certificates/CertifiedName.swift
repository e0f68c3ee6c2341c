import COpenSSL

/// A DNS name, an address, or (in constraints) an address and its mask, as certificates hold it.
struct CertifiedName: Hashable {
    /// `GEN_DNS` or `GEN_IPADD`.
    var type: Int32
    var bytes: [UInt8]

    init(type: Int32, _ bytes: [UInt8]) { (self.type, self.bytes) = (type, bytes) }

    static func dns(_ name: String) -> CertifiedName { CertifiedName(type: GEN_DNS, Array(name.utf8)) }

    static func address(_ octets: [UInt8]) -> CertifiedName { CertifiedName(type: GEN_IPADD, octets) }
}
