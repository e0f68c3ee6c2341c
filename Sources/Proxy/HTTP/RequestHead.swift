import NIOCore

/// A request line and its headers.
struct RequestHead: Hashable, Sendable {
    var method: String
    /// As sent, usually path and query: the bytes, which may be no UTF-8.
    let targetBytes: [UInt8]
    /// The target as text. Where the bytes are no UTF-8, each stands for one character of Latin-1: no byte is lost in
    /// it (`bytes(ofTarget:)`).
    let target: String
    /// 0 or 1, of HTTP/1.
    var minorVersion: Int
    var fields: [HTTPField]

    init(lines: [[UInt8]]) throws(HeadError) {
        let parts = (lines.first ?? []).split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, let minorVersion = Self.minorVersion(parts[2]) else {
            throw .malformed("the first line is no HTTP/1.1 request line")
        }
        guard !parts[0].isEmpty, parts[0].allSatisfy(\.isTokenCharacter), !parts[1].isEmpty,
            parts[1].allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw .malformed("the request line holds characters that HTTP does not allow") }
        method = String(decoding: parts[0], as: UTF8.self)
        targetBytes = Array(parts[1])
        target = String(validating: parts[1], as: UTF8.self) ?? Self.latin1(parts[1])
        self.minorVersion = minorVersion
        fields = try [HTTPField](headLines: lines.dropFirst())
    }

    /// `HTTP/1.0` and `HTTP/1.1`; livetop offers nothing else by ALPN.
    static func minorVersion(_ text: ArraySlice<UInt8>) -> Int? {
        if text.elementsEqual("HTTP/1.1".utf8) { return 1 }
        return text.elementsEqual("HTTP/1.0".utf8) ? 0 : nil
    }

    /// RFC 6455 §4.2.1. Whether key and version are right is for the upstream to say.
    var isWebSocketUpgrade: Bool {
        method == "GET" && fields.tokens(of: "upgrade").contains("websocket")
            && fields.tokens(of: "connection").contains("upgrade")
    }

    /// Whether the client expects the connection to live on (RFC 9112 §9.3).
    var wantsKeepAlive: Bool {
        let tokens = fields.tokens(of: "connection")
        return minorVersion == 1 ? !tokens.contains("close") : tokens.contains("keep-alive")
    }

    /// How the body is delimited (RFC 9112 §6.3). What two readers could understand differently is refused.
    func bodyLength() throws(HeadError) -> BodyLength {
        switch try fields.statedLength() {
        case .unstated: .none
        case .chunked: .chunked
        case .byteCount(let count): .byteCount(count)
        case .unknownCoding: throw .malformed("the body's Transfer-Encoding is not chunked")
        }
    }

    /// With another target, or with its own.
    func serialized(target: [UInt8]? = nil) -> ByteBuffer {
        let line = Array("\(method) ".utf8) + (target ?? targetBytes) + Array(" HTTP/1.\(minorVersion)".utf8)
        return ByteBuffer(startLine: line, fields: fields)
    }

    /// The bytes that a part of `target` stands for.
    func bytes(ofTarget part: String) -> [UInt8] {
        // The two differ only where the bytes are no UTF-8, and then every character is of Latin-1.
        target.utf8.elementsEqual(targetBytes)
            ? Array(part.utf8) : part.unicodeScalars.map { UInt8(clamping: $0.value) }
    }

    private static func latin1(_ bytes: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }
}

extension [HTTPField] {
    init(headLines lines: some Sequence<[UInt8]>) throws(HeadError) {
        self = []
        for line in lines {
            guard let field = HTTPField(line: line) else {
                throw .malformed("a header line is not \"name: value\"")
            }
            append(field)
        }
    }
}

extension ByteBuffer {
    init(startLine: some Sequence<UInt8>, fields: [HTTPField]) {
        self.init(bytes: startLine)
        writeStaticString("\r\n")
        for field in fields {
            writeBytes(field.line)
            writeStaticString("\r\n")
        }
        writeStaticString("\r\n")
    }
}
