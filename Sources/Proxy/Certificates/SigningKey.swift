import COpenSSL

/// A P-256 key that signs certificates, or that a certificate is for.
final class SigningKey {
    let handle: OpaquePointer

    /// A new one.
    init() throws {
        guard let key = livetop_new_key() else { throw CertificateAuthorityError.unmade(why: LibcryptoText.lastError) }
        handle = key
    }

    /// Nil for what is no unencrypted P-256 key in PEM.
    init?(pem: String) {
        // Without an answer of ours libcrypto would ask the terminal for a passphrase.
        let key = LibcryptoText.read(pem) { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in 0 }, nil) }
        guard let key else { return nil }
        guard Self.isP256(key) else {
            EVP_PKEY_free(key)
            return nil
        }
        handle = key
    }

    deinit { EVP_PKEY_free(handle) }

    /// As PKCS #8, with a line feed at its end.
    func pem() throws -> String {
        try LibcryptoText.written { PEM_write_bio_PKCS8PrivateKey($0, handle, nil, nil, 0, nil, nil) }
    }

    private static func isP256(_ key: OpaquePointer) -> Bool {
        var name = [CChar](repeating: 0, count: 64)
        guard EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1 else { return false }
        return name.prefix { $0 != 0 }.elementsEqual("prime256v1".utf8.map(CChar.init(bitPattern:)))
    }
}
