/// A form in which a secret may come back, worked out byte by byte from the secret itself.
enum SecretForm: Hashable, Sendable {
    /// As it is; form encoding turns `+` into a space and a space into `+`.
    case plain
    /// The last bytes of it alone.
    case tail
    /// Two digits for each byte, in either case.
    case hexadecimal
    /// Part of a base64 text in which so many bytes stand before it, modulo three; in either alphabet.
    case base64(alignment: Int)

    static let all: [SecretForm] =
        [.plain, .tail, .hexadecimal] + (0..<3).map { .base64(alignment: $0) }

    /// So many bytes from the end of a secret are as good as the whole.
    static let tailCount = 16

    /// The length of the form in characters; 0 where a secret of these bytes does not have it.
    func count(of bytes: [UInt8]) -> Int {
        switch self {
        case .plain: bytes.count
        case .tail: bytes.count > Self.tailCount ? Self.tailCount : 0
        case .hexadecimal: 2 * bytes.count
        case .base64(let alignment): (bytes.count * 8 - Self.skippedBits(alignment)) / 6
        }
    }

    /// Whether `byte` may stand at `offset` of the form, which is below its length.
    func matches(_ byte: UInt8, at offset: Int, of bytes: [UInt8]) -> Bool {
        switch self {
        case .plain: Self.isSame(byte, bytes[offset])
        case .tail: Self.isSame(byte, bytes[bytes.count - Self.tailCount + offset])
        case .hexadecimal: PercentCoding.hexValue(byte) == Self.digit(at: offset, of: bytes)
        case .base64(let alignment): Base64.value(of: byte) == Self.value(at: offset, of: bytes, alignment)
        }
    }

    /// The first eight bytes of the form in each way of writing it.
    func beginnings(of bytes: [UInt8]) -> Set<UInt64> {
        let least = SecretIndex.leastCount
        guard count(of: bytes) >= least else { return [] }
        switch self {
        case .plain: return Self.formEncoded(bytes.prefix(least))
        case .tail: return Self.formEncoded(bytes.suffix(Self.tailCount).prefix(least))
        case .hexadecimal:
            let digits = (0..<least).map { Self.digit(at: $0, of: bytes) }
            return Set(
                [UInt8(ascii: "a"), UInt8(ascii: "A")].map { ten in
                    Self.packed(digits.map { $0 < 10 ? UInt8(ascii: "0") + $0 : ten + $0 - 10 })
                })
        case .base64(let alignment):
            let values = (0..<least).map { Self.value(at: $0, of: bytes, alignment) }
            return Set(
                [false, true].map { isURLSafe in
                    Self.packed(values.map { Base64.digit($0, isURLSafe: isURLSafe) })
                })
        }
    }

    private static func isSame(_ byte: UInt8, _ wanted: UInt8) -> Bool {
        byte == wanted || byte == UInt8(ascii: " ") && wanted == UInt8(ascii: "+")
            || byte == UInt8(ascii: "+") && wanted == UInt8(ascii: " ")
    }

    private static func formEncoded(_ bytes: ArraySlice<UInt8>) -> Set<UInt64> {
        let (space, plus) = (UInt8(ascii: " "), UInt8(ascii: "+"))
        return [
            packed(bytes), packed(bytes.map { $0 == plus ? space : $0 }), packed(bytes.map { $0 == space ? plus : $0 }),
        ]
    }

    /// Four bits of the secret.
    private static func digit(at offset: Int, of bytes: [UInt8]) -> UInt8 {
        offset % 2 == 0 ? bytes[offset / 2] >> 4 : bytes[offset / 2] & 15
    }

    /// Up to the first digit that the secret alone decides.
    private static func skippedBits(_ alignment: Int) -> Int { alignment == 0 ? 0 : alignment == 1 ? 4 : 2 }

    /// Six bits of the secret.
    private static func value(at offset: Int, of bytes: [UInt8], _ alignment: Int) -> UInt8 {
        let bit = skippedBits(alignment) + 6 * offset
        let next = bit / 8 + 1 < bytes.count ? bytes[bit / 8 + 1] : 0
        let pair = UInt16(bytes[bit / 8]) << 8 | UInt16(next)
        return UInt8(truncatingIfNeeded: pair >> UInt16(10 - bit % 8) & 63)
    }

    private static func packed(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
