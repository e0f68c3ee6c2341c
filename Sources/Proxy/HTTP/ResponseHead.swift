import NIOCore

/// A status line and its headers.
struct ResponseHead: Hashable, Sendable {
    /// 100 to 999.
    var status: Int
    var minorVersion: Int
    var fields: [HTTPField]
    /// The bytes behind the status, which may be no UTF-8; nil where the line ends with the status.
    private let reasonBytes: [UInt8]?

    /// The words behind the status, for people.
    var reason: String { String(decoding: reasonBytes ?? [], as: UTF8.self) }

    init(status: Int, reason: String, minorVersion: Int = 1, fields: [HTTPField]) {
        self.status = status
        reasonBytes = Array(reason.utf8)
        self.minorVersion = minorVersion
        self.fields = fields
    }

    init(lines: [[UInt8]]) throws(HeadError) {
        let parts = (lines.first ?? []).split(
            separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let minorVersion = RequestHead.minorVersion(parts[0]), parts[1].count == 3,
            let status = Int(String(decoding: parts[1], as: UTF8.self)), status >= 100
        else { throw .malformed("the first line is no HTTP/1.1 status line") }
        self.status = status
        reasonBytes = parts.count == 3 ? Array(parts[2]) : nil
        self.minorVersion = minorVersion
        fields = try [HTTPField](headLines: lines.dropFirst())
    }

    /// 1xx other than 101: the real response is still to come.
    var isInformational: Bool { (100..<200).contains(status) && status != 101 }

    /// How the body of this response to `method` is delimited (RFC 9112 §6.3).
    func bodyLength(answering method: String) throws(HeadError) -> BodyLength {
        guard method != "HEAD", status >= 200, status != 204, status != 304 else { return .none }
        return switch try fields.statedLength() {
        case .unstated, .unknownCoding: .untilClose
        case .chunked: .chunked
        case .byteCount(let count): .byteCount(count)
        }
    }

    func serialized() -> ByteBuffer {
        let line = Array("HTTP/1.\(minorVersion) \(status)".utf8)
        return ByteBuffer(startLine: line + (reasonBytes.map { [UInt8(ascii: " ")] + $0 } ?? []), fields: fields)
    }
}
