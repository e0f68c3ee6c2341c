import COpenSSL
import Foundation

/// A certificate that is being filled in.
struct CertificateDraft {
    private let certificate: Certificate
    /// Nil for one that signs itself.
    private let issuer: Certificate?

    init(for key: SigningKey, issuer: Certificate? = nil) throws {
        guard let handle = X509_new() else { throw CertificateAuthorityError.unmade(why: LibcryptoText.lastError) }
        certificate = Certificate(handle: handle)
        self.issuer = issuer
        // 2 is version 3.
        try check(X509_set_version(handle, 2))
        try check(X509_set_pubkey(handle, key.handle))
        try setSerialNumber()
    }

    private var handle: OpaquePointer { certificate.handle }

    /// By chance, 127 bits of it: the first bit says that it is positive.
    private func setSerialNumber() throws {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...UInt8.max) }
        bytes[0] = bytes[0] & 0x7f | 0x40
        guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else { return try check(0) }
        defer { BN_free(number) }
        try check(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(handle)) == nil ? 0 : 1)
    }

    /// Eight digits of its key's identifier.
    func fingerprint() throws -> String {
        var (digest, count) = ([UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE)), UInt32(0))
        try check(X509_pubkey_digest(handle, EVP_sha1(), &digest, &count))
        return digest.prefix(4).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    func name(_ organisation: String?, _ commonName: String) throws {
        let subject = X509_get_subject_name(handle)
        for (kind, text) in [(NID_organizationName, organisation), (NID_commonName, commonName)] {
            guard let text else { continue }
            try check(
                X509_NAME_add_entry_by_NID(
                    subject, kind, MBSTRING_UTF8, Array(text.utf8), Int32(text.utf8.count), -1, 0))
        }
        try check(X509_set_issuer_name(handle, X509_get_subject_name(issuer?.handle ?? handle)))
    }

    func valid(from start: Date, until end: Date) throws {
        try set(X509_getm_notBefore(handle), start)
        try set(X509_getm_notAfter(handle), end)
    }

    private func set(_ time: UnsafeMutablePointer<ASN1_TIME>?, _ date: Date) throws {
        try check(ASN1_TIME_set(time, time_t(date.timeIntervalSince1970)) == nil ? 0 : 1)
    }

    func add(_ kind: Int32, _ words: String) throws {
        try check(livetop_add_extension(handle, issuer?.handle ?? handle, kind, words))
    }

    func permit(_ names: [CertifiedName]) throws {
        let limits = NAME_CONSTRAINTS_new()
        defer { NAME_CONSTRAINTS_free(limits) }
        for name in names { try check(livetop_permit(limits, name.type, name.bytes, name.bytes.count)) }
        try check(X509_add1_ext_i2d(handle, NID_name_constraints, limits, 1, 0))
    }

    func name(alternatives: [CertifiedName]) throws {
        let names = GENERAL_NAMES_new()
        defer { GENERAL_NAMES_free(names) }
        for name in alternatives { try check(livetop_add_name(names, name.type, name.bytes, name.bytes.count)) }
        try check(X509_add1_ext_i2d(handle, NID_subject_alt_name, UnsafeMutableRawPointer(names), 0, 0))
    }

    func signed(by key: SigningKey) throws -> Certificate {
        guard X509_sign(handle, key.handle, EVP_sha256()) > 0 else {
            throw CertificateAuthorityError.unmade(why: LibcryptoText.lastError)
        }
        return certificate
    }

    private func check(_ result: Int32) throws {
        guard result == 1 else { throw CertificateAuthorityError.unmade(why: LibcryptoText.lastError) }
    }
}
