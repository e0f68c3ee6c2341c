/// `name`, `name:port`, `[address]` or `[address]:port`, read strictly: what a lenient reader would make of anything
/// else is exactly what somebody hopes for who writes `localhost:80@evil.example` (RFC 3986 §3.2).
struct HostPort: Equatable {
    /// In lower case, without brackets.
    var host: String
    var port: Int?

    /// Nil for what is not exactly of that form.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let tail: ArraySlice<UInt8>
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), Self.isAddress(bytes[1..<end]) else { return nil }
            host = String(decoding: bytes[1..<end], as: UTF8.self).lowercased()
            tail = bytes[(end + 1)...]
        } else {
            let name = bytes.prefix { $0 != UInt8(ascii: ":") }
            guard !name.isEmpty, name.allSatisfy(Self.isNameCharacter) else { return nil }
            host = String(decoding: name, as: UTF8.self).lowercased()
            tail = bytes[name.endIndex...]
        }
        guard !tail.isEmpty else { return }
        let digits = tail.dropFirst()
        guard tail.first == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy(Self.isDigit),
            let port = Int(String(decoding: digits, as: UTF8.self)), port <= 65_535
        else { return nil }
        self.port = port
    }

    /// Letters, digits, and what stands in names of machines.
    static func isName(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isNameCharacter) }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: isDigit(byte)
        }
    }

    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.contains(UInt8(ascii: ":"))
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"),
                    UInt8(ascii: "."):
                    true
                default: isDigit(byte)
                }
            }
    }
}
