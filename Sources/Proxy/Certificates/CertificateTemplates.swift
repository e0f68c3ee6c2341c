import Crypto
import Foundation
import SwiftASN1
import X509

/// What our certificates say. Strict verifiers (`openssl verify -x509_strict`, Python since 3.13) want key identifiers
/// on both, critical basic constraints and a stated key usage.
enum CertificateTemplates {
    private static let day: TimeInterval = 24 * 3600

    static func root(for key: P256.Signing.PrivateKey, permitting names: PermittedNames) throws -> Certificate {
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
                Critical(names.constraints)
                identifier
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
    }

    /// For exactly these names and addresses. Valid for 397 days: more is refused by Apple's verifiers.
    static func leaf(
        for key: P256.Signing.PrivateKey, names: [String], root: Certificate, rootKey: P256.Signing.PrivateKey
    ) throws -> Certificate {
        let publicKey = Certificate.PublicKey(key.publicKey)
        let issuerIdentifier = SubjectKeyIdentifier(hash: Certificate.PublicKey(rootKey.publicKey)).keyIdentifier
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -day),
            notValidAfter: min(Date(timeIntervalSinceNow: 396 * day), root.notValidAfter),
            issuer: root.subject, subject: try DistinguishedName { CommonName(names.first ?? "localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(PermittedNames.generalName))
                SubjectKeyIdentifier(hash: publicKey)
                AuthorityKeyIdentifier(keyIdentifier: issuerIdentifier)
            },
            issuerPrivateKey: Certificate.PrivateKey(rootKey))
    }
}
