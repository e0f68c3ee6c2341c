import Foundation
import Glibc
import Runtime

extension OTLPHeaders {
    /// Reads `headers-file`: `name=value` as in `OTEL_EXPORTER_OTLP_HEADERS`, on one line or on several.
    ///
    /// - Throws: `UserError` where it cannot be read, where others can read it, and where it is no such list.
    static func read(_ path: String) throws(UserError) -> OTLPHeaders {
        func mistake(_ why: String, _ remedy: String) -> UserError {
            UserError(.badConfiguration, what: "cannot use the headers in \(path)", why: why, remedy: remedy)
        }
        var status = stat()
        guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw mistake(String(cString: strerror(errno)), "name another file with headers-file in [otlp]")
        }
        guard status.st_mode & 0o077 == 0, status.st_uid == getuid() else {
            throw mistake("others can read it, and it holds credentials", "chmod 600 '\(path)'")
        }
        let text = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: ",")
        guard let pairs = OTLPPairs(text) else {
            throw mistake("it is no list of name=value", "write one line for each header, such as x-api-key=…")
        }
        return OTLPHeaders(pairs.list)
    }
}
