import Crypto
package import Foundation
import Wording

/// Replaces a resumption handle, which is a secret and an identity at once, by a keyed hash: equal handles stay equal
/// within one data folder, and nobody without its `redaction.key` can test a guess.
package struct KeyedHash: Sendable {
    private let key: SymmetricKey

    /// Reads the key of the data folder, or makes one (0600).
    package init(folder: URL) throws(UserError) {
        let file = folder.appending(path: "redaction.key")
        if let bytes = FileManager.default.contents(atPath: file.path(percentEncoded: false)), bytes.count == 32 {
            key = SymmetricKey(data: bytes)
            return
        }
        key = SymmetricKey(size: .bits256)
        let bytes = key.withUnsafeBytes { Data($0) }
        let isWritten = FileManager.default.createFile(
            atPath: file.path(percentEncoded: false), contents: bytes, attributes: [.posixPermissions: 0o600])
        guard isWritten else {
            throw UserError(
                .noPermission, what: "cannot write \(file.path(percentEncoded: false))",
                why: "the data folder is not writable",
                remedy: "check its owner and mode, or name another folder with --data-dir")
        }
    }

    /// `h:` and 32 hexadecimal digits.
    package func callAsFunction(_ secret: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: secret, using: key)
        return "h:" + Format.hex(code.prefix(16))
    }
}
