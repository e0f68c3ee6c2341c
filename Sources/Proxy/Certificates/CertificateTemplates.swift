import Crypto
import Foundation
import NIOCore
import SwiftASN1
import X509

/// What our certificates say. Strict verifiers (`openssl verify -x509_strict`, Python since 3.13) want key identifiers
/// on both, critical basic constraints and a stated key usage.
enum CertificateTemplates {
    private static let day: TimeInterval = 24 * 3600

    static func root(for key: P256.Signing.PrivateKey) throws -> Certificate {
        let identifier = SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
        let fingerprint = identifier.keyIdentifier.prefix(4).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        let name = try DistinguishedName {
            OrganizationName("livetop")
            CommonName("livetop local CA \(fingerprint.joined())")
        }
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date(timeIntervalSinceNow: -day), notValidAfter: Date(timeIntervalSinceNow: 3650 * day),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                identifier
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
    }

    /// Valid for 397 days: more is refused by Apple's verifiers.
    static func leaf(
        for key: P256.Signing.PrivateKey, names: [String], root: Certificate, rootKey: P256.Signing.PrivateKey
    ) throws -> Certificate {
        let publicKey = Certificate.PublicKey(key.publicKey)
        let issuerIdentifier = SubjectKeyIdentifier(hash: Certificate.PublicKey(rootKey.publicKey)).keyIdentifier
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -day),
            notValidAfter: min(Date(timeIntervalSinceNow: 396 * day), root.notValidAfter),
            issuer: root.subject, subject: try DistinguishedName { CommonName("localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames((["localhost", "127.0.0.1", "::1"] + names).map(generalName))
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: issuerIdentifier)
            },
            issuerPrivateKey: Certificate.PrivateKey(rootKey))
    }

    private static func generalName(_ name: String) -> GeneralName {
        // What is no address is a name.
        guard let address = try? SocketAddress(ipAddress: name, port: 0) else { return .dnsName(name) }
        return switch address {
        case .v4(let address): .ipAddress(octets(of: address.address.sin_addr))
        case .v6(let address): .ipAddress(octets(of: address.address.sin6_addr))
        case .unixDomainSocket: .dnsName(name)
        }
    }

    private static func octets<Address>(of address: Address) -> ASN1OctetString {
        ASN1OctetString(contentBytes: withUnsafeBytes(of: address) { ArraySlice($0) })
    }
}
