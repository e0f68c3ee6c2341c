import COpenSSL
import Foundation

/// An X.509 certificate, read or made.
final class Certificate {
    let handle: OpaquePointer

    /// Nil for what is no certificate in PEM.
    convenience init?(pem: String) {
        guard let certificate = LibcryptoText.read(pem, { PEM_read_bio_X509($0, nil, nil, nil) }) else { return nil }
        self.init(handle: certificate)
    }

    /// - Parameter handle: belongs to it from here on.
    init(handle: OpaquePointer) { self.handle = handle }

    deinit { X509_free(handle) }

    /// With a line feed at its end.
    func pem() throws -> String { try LibcryptoText.written { PEM_write_bio_X509($0, handle) } }

    /// Nil for one that says nothing that can be read.
    var notValidAfter: Date? {
        var time = tm()
        guard ASN1_TIME_to_tm(X509_get0_notAfter(handle), &time) == 1 else {
            ERR_clear_error()
            return nil
        }
        return Date(timeIntervalSince1970: Double(timegm(&time)))
    }

    func belongs(to key: SigningKey) -> Bool {
        defer { ERR_clear_error() }
        return X509_check_private_key(handle, key.handle) == 1
    }

    /// What it can vouch for, as its extension names it; nil where that is everything. Names of other types than DNS names
    /// and addresses are left out.
    var permittedSubtrees: [CertifiedName]? {
        guard let found = X509_get_ext_d2i(handle, NID_name_constraints, nil, nil) else {
            ERR_clear_error()
            return nil
        }
        let limits = found.assumingMemoryBound(to: NAME_CONSTRAINTS.self)
        defer { NAME_CONSTRAINTS_free(limits) }
        var names: [CertifiedName] = []
        var (index, type, count) = (Int32(0), Int32(0), 0)
        var bytes: UnsafePointer<UInt8>?
        while livetop_permitted(limits, index, &type, &bytes, &count) == 1 {
            if let bytes {
                names.append(CertifiedName(type: type, Array(UnsafeBufferPointer(start: bytes, count: count))))
            }
            index += 1
        }
        return names
    }
}
