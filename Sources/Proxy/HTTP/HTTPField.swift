import LiveProtocol

/// One header line. It goes on exactly as it came: case, white space and bytes that are no UTF-8 included.
struct HTTPField: Hashable, Sendable {
    /// Without the line end.
    let line: [UInt8]
    let name: String
    /// Without surrounding white space.
    let value: String

    init(_ name: String, _ value: String) {
        line = Array("\(name): \(value)".utf8)
        self.name = name
        self.value = value
    }

    /// Nil for what RFC 9112 §5 does not allow: no colon, an empty name, white space in or behind the name, control
    /// characters, a folded line.
    init?(line: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        let name = line[..<colon]
        let value = line[(colon + 1)...]
        guard name.allSatisfy(\.isTokenCharacter), !value.contains(where: \.isForbiddenInField) else { return nil }
        self.line = line
        self.name = String(decoding: name, as: UTF8.self)
        self.value = String(decoding: value.trimmingBlanks, as: UTF8.self)
    }
}

extension [HTTPField] {
    /// All values of a header, whatever its case.
    func values(of name: String) -> [String] {
        let name = name.lowercased()
        return filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// The comma-separated members of all values of a header, in lower case.
    func tokens(of name: String) -> [String] {
        values(of: name).flatMap { value in
            value.utf8.split(separator: UInt8(ascii: ",")).map { member in
                String(decoding: ArraySlice(member).trimmingBlanks, as: UTF8.self).lowercased()
            }
        }
    }

    mutating func remove(_ names: some Sequence<String>) {
        let names = Set(names.map { $0.lowercased() })
        removeAll { names.contains($0.name.lowercased()) }
    }

    /// Headers that concern one hop only (RFC 9110 §7.6.1) and those that `Connection` names. `Transfer-Encoding`
    /// stays: bodies are passed on in the encoding in which they came.
    mutating func removeHopByHop() {
        let named = tokens(of: "connection").filter { !Self.isForEverybody($0) }
        remove(named + ["connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "upgrade"])
    }

    /// A header that is meant for all recipients cannot be made one of this hop by naming it in `Connection` (RFC 9110
    /// §7.6.1): `Connection: host` must not cost a request its `Host`, nor its key.
    private static func isForEverybody(_ name: String) -> Bool {
        everybodys.contains(name)
            || ["content-", "accept", "access-control-", "if-", "sec-", "x-goog-"].contains {
                name.hasPrefix($0)
            }
    }

    private static let everybodys: Set = [
        "host", "transfer-encoding", "trailer", "authorization", "cookie", "set-cookie", "cache-control", "date",
        "etag",
        "expect", "expires", "last-modified", "location", "origin", "range", "referer", "retry-after", "server",
        "user-agent", "vary", "www-authenticate",
    ]

    /// As recorded, before redaction.
    var recorded: [HeaderField] { map { HeaderField($0.name, $0.value) } }
}

extension UInt8 {
    /// RFC 9110 §5.6.2.
    var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }

    fileprivate var isForbiddenInField: Bool { self < 0x20 && self != 0x09 || self == 0x7F }
}

extension ArraySlice<UInt8> {
    /// Without the spaces and tabs at both ends.
    fileprivate var trimmingBlanks: ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return []
        }
        return self[first...last]
    }
}
