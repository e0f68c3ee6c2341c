import COpenSSL

/// PEM to libcrypto and back.
enum LibcryptoText {
    /// Nil where `parse` finds nothing in the text.
    static func read(_ text: String, _ parse: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer? {
        var text = text
        return text.withUTF8 { bytes in
            guard let count = Int32(exactly: bytes.count), let memory = BIO_new_mem_buf(bytes.baseAddress, count) else {
                return nil
            }
            defer { BIO_free(memory) }
            let found = parse(memory)
            // Whoever uses libcrypto next on this thread would take it for an error of theirs.
            if found == nil { ERR_clear_error() }
            return found
        }
    }

    /// - Parameter write: returns 1 where it has worked.
    static func written(_ write: (OpaquePointer) -> Int32) throws -> String {
        guard let memory = BIO_new(BIO_s_mem()) else { throw CertificateAuthorityError.unmade(why: lastError) }
        defer { BIO_free(memory) }
        guard write(memory) == 1 else { throw CertificateAuthorityError.unmade(why: lastError) }
        var count = 0
        let bytes = UnsafeRawBufferPointer(start: livetop_written(memory, &count), count: count)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Why the last call has not worked, in libcrypto's words.
    static var lastError: String {
        defer { ERR_clear_error() }
        return ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) }
            ?? "libcrypto does not say why"
    }
}
