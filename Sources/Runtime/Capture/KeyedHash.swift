import COpenSSL
package import Foundation
import Wording

/// Replaces a resumption handle, which is a secret and an identity at once, by a keyed hash: equal handles stay equal
/// within one data folder, and nobody without its `redaction.key` can test a guess.
package struct KeyedHash: Sendable {
    /// 32 bytes.
    private let key: [UInt8]

    /// Reads the key of the data folder, or makes one (0600).
    package init(folder: URL) throws(UserError) {
        let file = folder.appending(path: "redaction.key")
        if let bytes = FileManager.default.contents(atPath: file.path(percentEncoded: false)), bytes.count == 32 {
            key = Array(bytes)
            return
        }
        key = (0..<32).map { _ in UInt8.random(in: 0...UInt8.max) }
        let isWritten = FileManager.default.createFile(
            atPath: file.path(percentEncoded: false), contents: Data(key), attributes: [.posixPermissions: 0o600])
        guard isWritten else {
            throw UserError(
                .noPermission, what: "cannot write \(file.path(percentEncoded: false))",
                why: "the data folder is not writable",
                remedy: "check its owner and mode, or name another folder with --data-dir")
        }
    }

    /// `h:` and 32 hexadecimal digits.
    package func callAsFunction(_ secret: [UInt8]) -> String {
        // HMAC with SHA-256, of which the first half is enough.
        var code = [UInt8](repeating: 0, count: 32)
        HMAC(EVP_sha256(), key, Int32(key.count), secret, secret.count, &code, nil)
        return "h:" + Format.hex(code.prefix(16))
    }
}
