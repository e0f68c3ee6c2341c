internal import Foundation

/// Payloads that carry media as base64, stored as the bytes that it stands for: a quarter less to write, to keep and to read.
///
/// ```
/// 0   where the base64 begins in the payload, four bytes, the lowest first
/// 4   how many bytes it stands for, likewise: a multiple of three
/// 8   what is before it, the bytes, what is behind it
/// ```
///
/// What is given back is exact, whatever the payload is: only whole groups of four digits of one alphabet are packed, and each of
/// those stands for three bytes that no other group stands for. Padding, escapes and everything else stay as they are.
enum PackedPayload {
    /// How a payload is stored: `frames.codec`, `docs/schema.md`.
    enum Codec: Int64 {
        case plain = 0
        case base64 = 1
        case base64URL = 2
    }

    private static let headByteCount = 8
    /// Shorter ones are not worth it.
    private static let digitMinimum = 64

    /// Nil where there is nothing to pack.
    static func pack(_ payload: [UInt8]) -> (codec: Codec, bytes: [UInt8])? {
        guard payload.count >= digitMinimum, payload.count < Int(UInt32.max),
            let start = longestText(in: payload, digitMinimum)
        else { return nil }
        for codec in [Codec.base64, .base64URL] {
            if let bytes = pack(payload, from: start, Base64Table.values(of: codec)) { return (codec, bytes) }
        }
        return nil
    }

    /// The payload again; nil where the bytes are not what `pack` makes.
    static func unpack(_ bytes: some ContiguousBytes, _ codec: Codec) -> [UInt8]? {
        bytes.withUnsafeBytes { bytes in
            guard codec != .plain else { return [UInt8](bytes) }
            guard bytes.count >= headByteCount else { return nil }
            let start = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)))
            let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            let body = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(headByteCount))
            guard count.isMultiple(of: 3), start <= body.count, count <= body.count - start else { return nil }
            return unpack(body, from: start, count: count, Base64Table.pairs(of: codec))
        }
    }

    /// Where the longest stretch without a quote begins: the texts of a JSON message stand between two.
    private static func longestText(in payload: [UInt8], _ minimum: Int) -> Int? {
        payload.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var (longest, length, start) = (Int?.none, minimum - 1, 0)
            while bytes.count - start > length {
                let found = memchr(base + start, Int32(UInt8(ascii: "\"")), bytes.count - start)
                let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
                if end - start > length { (longest, length) = (start, end - start) }
                start = end + 1
            }
            return longest
        }
    }

    private static func pack(_ payload: [UInt8], from start: Int, _ values: [UInt32]) -> [UInt8]? {
        var isWorth = false
        let packed = [UInt8](unsafeUninitializedCapacity: headByteCount + payload.count) { target, count in
            payload.withUnsafeBytes { source in
                values.withUnsafeBufferPointer { values in
                    var next = start
                    var written = headByteCount + start
                    while next <= source.count - 4 {
                        let group =
                            values[Int(source[next])] | values[256 | Int(source[next + 1])]
                            | values[512 | Int(source[next + 2])] | values[768 | Int(source[next + 3])]
                        guard group < Base64Table.invalid else { break }
                        target[written] = UInt8(truncatingIfNeeded: group >> 16)
                        target[written + 1] = UInt8(truncatingIfNeeded: group >> 8)
                        target[written + 2] = UInt8(truncatingIfNeeded: group)
                        next += 4
                        written += 3
                    }
                    isWorth = next - start >= digitMinimum
                    guard isWorth else { return }
                    let memory = UnsafeMutableRawBufferPointer(target)
                    memory.storeBytes(of: UInt32(truncatingIfNeeded: start).littleEndian, as: UInt32.self)
                    memory.storeBytes(
                        of: UInt32(truncatingIfNeeded: (next - start) / 4 * 3).littleEndian, toByteOffset: 4,
                        as: UInt32.self)
                    copy(source[..<start], to: memory, at: headByteCount)
                    copy(source[next...], to: memory, at: written)
                    count = written + source.count - next
                }
            }
        }
        return isWorth ? packed : nil
    }

    private static func unpack(
        _ body: UnsafeRawBufferPointer, from start: Int, count: Int, _ pairs: [UInt16]
    ) -> [UInt8] {
        let length = body.count - count + count / 3 * 4
        return [UInt8](unsafeUninitializedCapacity: length) { target, written in
            let memory = UnsafeMutableRawBufferPointer(target)
            copy(body[..<start], to: memory, at: 0)
            pairs.withUnsafeBufferPointer { pairs in
                var place = start
                for next in stride(from: start, to: start + count, by: 3) {
                    let bits = Int(body[next]) << 16 | Int(body[next + 1]) << 8 | Int(body[next + 2])
                    let digits = UInt32(pairs[bits >> 12]) | UInt32(pairs[bits & 0xFFF]) << 16
                    memory.storeBytes(of: digits.littleEndian, toByteOffset: place, as: UInt32.self)
                    place += 4
                }
                copy(body[(start + count)...], to: memory, at: place)
            }
            written = length
        }
    }

    private static func copy(
        _ bytes: Slice<UnsafeRawBufferPointer>, to memory: UnsafeMutableRawBufferPointer, at place: Int
    ) {
        UnsafeMutableRawBufferPointer(rebasing: memory[place...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes))
    }
}
