/// Tells media from text where a key named `data` stands and nothing has said yet which it is: the mime type may stand
/// behind it.
enum MediaGuess {
    /// A run of base64 of this length without a space or a dot is no text and no key.
    private static let certainCount = 256
    /// Where the chunk ends earlier, this is enough.
    private static let likelyCount = 64

    /// - Parameter start: behind the opening quote.
    static func isMedia(_ bytes: borrowing Span<UInt8>, from start: Int) -> Bool {
        var index = start
        while index < bytes.count, index - start < certainCount, isBase64(bytes[index]) { index += 1 }
        if index - start >= certainCount { return true }
        guard index < bytes.count else { return index - start >= likelyCount }
        return bytes[index] == UInt8(ascii: "\"") && isFollowedByMimeType(bytes, from: index + 1)
    }

    /// Serializers write `/` as `\/` and `=` as `\u003d`.
    private static func isBase64(_ byte: UInt8) -> Bool {
        CredentialScanner.isLetterOrDigit(byte) || "+/=-_\\".utf8.contains(byte)
    }

    /// Whether one of the plain values that follow in the same object is a mime type.
    private static func isFollowedByMimeType(_ bytes: borrowing Span<UInt8>, from start: Int) -> Bool {
        var index = start
        while takes(",", bytes, &index), takes("\"", bytes, &index) {
            var key = KeyHash()
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                guard bytes[index] != UInt8(ascii: "\\") else { return false }
                key.append(bytes[index])
                index += 1
            }
            index += 1
            guard takes(":", bytes, &index) else { return false }
            if KeyRole.of(key) == .mimeType { return true }
            guard skipsScalar(bytes, &index) else { return false }
        }
        return false
    }

    /// Passes white space and `wanted`.
    private static func takes(_ wanted: Unicode.Scalar, _ bytes: borrowing Span<UInt8>, _ index: inout Int) -> Bool {
        skipSpace(bytes, &index)
        guard index < bytes.count, bytes[index] == UInt8(ascii: wanted) else { return false }
        index += 1
        return true
    }

    private static func skipSpace(_ bytes: borrowing Span<UInt8>, _ index: inout Int) {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }

    /// False at an object or array: what is in it says nothing.
    private static func skipsScalar(_ bytes: borrowing Span<UInt8>, _ index: inout Int) -> Bool {
        skipSpace(bytes, &index)
        guard index < bytes.count else { return false }
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return false
        case UInt8(ascii: "\""):
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            index += 1
        default:
            while index < bytes.count, !",}".utf8.contains(bytes[index]) { index += 1 }
        }
        return true
    }
}
