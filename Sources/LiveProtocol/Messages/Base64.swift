/// Base64 of RFC 4648, standard and URL-safe in any mixture, with or without padding: SDKs send all of these
/// (`docs/protocol.md#messages`).
public enum Base64 {
    /// Bytes that `text` stands for, from its length alone; exact for text without line breaks.
    public static func decodedCount(of text: ArraySlice<UInt8>) -> Int {
        var count = text.count
        if text.last == padding {
            count -= 1
            if text.dropLast().last == padding { count -= 1 }
        }
        return count / 4 * 3 + (count % 4 == 0 ? 0 : max(count % 4 - 1, 0))
    }

    /// The bytes, or nil where a character is not base64 or the length is impossible.
    public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits = text
        if digits.last == padding { digits.removeLast() }
        if digits.last == padding { digits.removeLast() }
        guard digits.count % 4 != 1 else { return nil }
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 4 * 3 + 2) { target, count in
            isWhole = digits.withUnsafeBufferPointer { source in
                groups.withUnsafeBufferPointer { groups in
                    let next = decodeWords(source, groups, into: target, &count)
                    return values.withUnsafeBufferPointer { decode(source, from: next, $0, into: target, &count) }
                }
            }
        }
        return isWhole ? bytes : nil
    }

    /// Eight digits at a time, up to the first group that is not base64, or the last: six bytes come of them, and eight are
    /// written. Where the next group begins.
    private static func decodeWords(
        _ digits: UnsafeBufferPointer<UInt8>, _ groups: UnsafeBufferPointer<UInt32>,
        into target: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) -> Int {
        let (text, memory) = (UnsafeRawBufferPointer(digits), UnsafeMutableRawBufferPointer(target))
        var (next, written) = (0, 0)
        while next &+ 8 <= text.count, written &+ 8 <= memory.count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: next, as: UInt64.self))
            let first = group(UInt32(truncatingIfNeeded: word), groups)
            let second = group(UInt32(truncatingIfNeeded: word &>> 32), groups)
            guard first | second < invalid else { break }
            memory.storeBytes(
                of: (UInt64(first) &<< 40 | UInt64(second) &<< 16).bigEndian, toByteOffset: written, as: UInt64.self)
            next &+= 8
            written &+= 6
        }
        count = written
        return next
    }

    /// Four digits as the 24 bits that they stand for.
    @inline(__always)
    private static func group(_ digits: UInt32, _ groups: UnsafeBufferPointer<UInt32>) -> UInt32 {
        groups[Int(digits & 0xFF)] | groups[256 | Int(digits &>> 8 & 0xFF)] | groups[512 | Int(digits &>> 16 & 0xFF)]
            | groups[768 | Int(digits &>> 24)]
    }

    /// Four digits at a time; `target` has room for all. False where a character is not base64.
    private static func decode(
        _ digits: UnsafeBufferPointer<UInt8>, from start: Int, _ values: UnsafeBufferPointer<UInt8>,
        into target: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) -> Bool {
        var next = start
        while next + 4 <= digits.count {
            let (first, second) = (values[Int(digits[next])], values[Int(digits[next + 1])])
            let (third, fourth) = (values[Int(digits[next + 2])], values[Int(digits[next + 3])])
            guard first | second | third | fourth < 64 else { return false }
            target[count] = first << 2 | second >> 4
            target[count + 1] = second << 4 | third >> 2
            target[count + 2] = third << 6 | fourth
            count += 3
            next += 4
        }
        let rest = digits[next...].map { values[Int($0)] }
        guard rest.allSatisfy({ $0 < 64 }) else { return false }
        if rest.count > 1 {
            target[count] = rest[0] << 2 | rest[1] >> 4
            count += 1
        }
        if rest.count > 2 {
            target[count] = rest[1] << 4 | rest[2] >> 2
            count += 1
        }
        return true
    }

    /// The same of text.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(Array(text.utf8)[...]) }

    /// `bytes` as standard base64 with padding.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            pendingBits += 8
            while pendingBits >= 6 {
                pendingBits -= 6
                text.append(digits[Int(pending >> pendingBits & 63)])
            }
        }
        if pendingBits > 0 { text.append(digits[Int(pending << (6 - pendingBits) & 63)]) }
        while text.count % 4 != 0 { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }

    /// 0 to 63 for a digit of either alphabet, 255 for any other byte.
    @inline(__always)
    static func value(of digit: UInt8) -> UInt8 { values[Int(digit)] }

    /// The digit that stands for `value`, 0 to 63.
    static func digit(_ value: UInt8, isURLSafe: Bool) -> UInt8 {
        switch value {
        case 62 where isURLSafe: UInt8(ascii: "-")
        case 63 where isURLSafe: UInt8(ascii: "_")
        default: digits[Int(value & 63)]
        }
    }

    /// Larger than any group of four digits.
    private static let invalid: UInt32 = 1 << 24

    /// What each byte stands for as the first, second, third and fourth digit of a group: four times 256.
    private static let groups: [UInt32] = (0..<1_024).map { index in
        let value = UInt32(values[index & 0xFF])
        return value < 64 ? value << (6 * (3 - UInt32(index >> 8))) : invalid
    }

    private static let padding = UInt8(ascii: "=")
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Value of each character, 255 for characters that are not base64.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(truncatingIfNeeded: value) }
        values[Int(UInt8(ascii: "-"))] = 62
        values[Int(UInt8(ascii: "_"))] = 63
        return values
    }()
}
