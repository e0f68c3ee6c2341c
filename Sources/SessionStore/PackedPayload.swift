internal import Foundation

/// Payloads that carry media as base64, stored as the bytes that it stands for: a quarter less to write, to keep and to read.
///
/// ```
/// 0   where the base64 begins in the payload, four bytes, the lowest first
/// 4   how many bytes it stands for, likewise: a multiple of three
/// 8   what is before it, the bytes, what is behind it
/// ```
///
/// Where the bytes are sound of 16 bits, `SoundCode` takes their place, behind its own length (four bytes, as above).
///
/// What is given back is exact, whatever the payload is: only whole groups of four digits of one alphabet are packed, and each of
/// those stands for three bytes that no other group stands for. Padding, escapes and everything else stay as they are.
enum PackedPayload {
    /// How a payload is stored: `frames.codec`, `docs/schema.md`.
    enum Codec: Int64 {
        case plain = 0
        case base64 = 1
        case base64URL = 2
        case sound = 3
        case soundURL = 4

        init(isURLSafe: Bool, isCoded: Bool) {
            self = isCoded ? isURLSafe ? .soundURL : .sound : isURLSafe ? .base64URL : .base64
        }

        var isURLSafe: Bool { self == .base64URL || self == .soundURL }
        var isCoded: Bool { self == .sound || self == .soundURL }
    }

    static let headByteCount = 8
    /// Of what tells how long code is.
    static let lengthByteCount = 4
    /// Shorter ones are not worth it.
    static let digitMinimum = 64

    /// Nil where there is nothing to pack.
    static func pack(_ payload: [UInt8]) -> (codec: Codec, bytes: [UInt8])? {
        guard payload.count >= digitMinimum, payload.count < Int(UInt32.max),
            let start = longestText(in: payload, digitMinimum)
        else { return nil }
        let standard = pack(payload, from: start, Base64Table.values(isURLSafe: false))
        // The two alphabets have all but two digits in common.
        guard let standard, !isURLSafeDigit(at: standard.next, payload) else {
            let safe = pack(payload, from: start, Base64Table.values(isURLSafe: true))
            guard let safe, safe.next > standard?.next ?? 0 else {
                return standard.map { ($0.codec(isURLSafe: false), $0.bytes) }
            }
            return (safe.codec(isURLSafe: true), safe.bytes)
        }
        return (standard.codec(isURLSafe: false), standard.bytes)
    }

    /// Whether the group of digits that begins at `place` has one of the other alphabet.
    private static func isURLSafeDigit(at place: Int, _ payload: [UInt8]) -> Bool {
        payload[place...].prefix(4).contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private struct Stretch {
        var bytes: [UInt8] = []
        var isCoded = false
        /// Where it ends in the payload.
        var next = 0

        func codec(isURLSafe: Bool) -> Codec { Codec(isURLSafe: isURLSafe, isCoded: isCoded) }
    }

    /// The payload again; nil where the bytes are not what `pack` makes.
    static func unpack(_ bytes: some ContiguousBytes, _ codec: Codec) -> [UInt8]? {
        bytes.withUnsafeBytes { bytes in
            guard codec != .plain else { return [UInt8](bytes) }
            guard let packed = Packed(bytes, codec) else { return nil }
            return unpack(packed, Base64Table.pairs(isURLSafe: codec.isURLSafe))
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

    private static func pack(
        _ payload: [UInt8], from start: Int, _ values: [UInt32]
    ) -> Stretch? {
        var stretch: Stretch?
        // The bytes, and room for their code, which is then moved into their place.
        let capacity = headByteCount + payload.count + payload.count + SoundCode.slack
        let packed = [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
            payload.withUnsafeBytes { source in
                let memory = UnsafeMutableRawBufferPointer(target)
                let first = headByteCount + start
                let (next, end) = values.withUnsafeBufferPointer {
                    read(source, from: start, $0, into: memory, at: first)
                }
                guard next - start >= digitMinimum else { return }
                memory.storeBytes(of: UInt32(truncatingIfNeeded: start).littleEndian, as: UInt32.self)
                memory.storeBytes(
                    of: UInt32(truncatingIfNeeded: end - first).littleEndian, toByteOffset: 4, as: UInt32.self)
                copy(source[..<start], to: memory, at: headByteCount)
                let coded = code(memory, first..<end)
                stretch = Stretch(isCoded: coded != nil, next: next)
                let written = coded ?? end
                copy(source[next...], to: memory, at: written)
                count = written + source.count - next
            }
        }
        stretch?.bytes = packed
        return stretch
    }

    /// Reads whole groups of digits; where they end, and the bytes that they stand for.
    private static func read(
        _ source: UnsafeRawBufferPointer, from start: Int, _ values: UnsafeBufferPointer<UInt32>,
        into target: UnsafeMutableRawBufferPointer, at first: Int
    ) -> (next: Int, end: Int) {
        var (next, written) = (start, first)
        // Eight digits at a time: six bytes come of them, and eight are written.
        while next <= source.count - 8 {
            let digits = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: next, as: UInt64.self))
            let one = group(UInt32(truncatingIfNeeded: digits), values)
            let other = group(UInt32(truncatingIfNeeded: digits >> 32), values)
            guard one | other < Base64Table.invalid else { break }
            target.storeBytes(
                of: (UInt64(one) << 40 | UInt64(other) << 16).bigEndian, toByteOffset: written, as: UInt64.self)
            next += 8
            written += 6
        }
        while next <= source.count - 4 {
            let group = group(
                UInt32(littleEndian: source.loadUnaligned(fromByteOffset: next, as: UInt32.self)), values)
            guard group < Base64Table.invalid else { break }
            target[written] = UInt8(truncatingIfNeeded: group >> 16)
            target[written + 1] = UInt8(truncatingIfNeeded: group >> 8)
            target[written + 2] = UInt8(truncatingIfNeeded: group)
            next += 4
            written += 3
        }
        return (next, written)
    }

    /// Four digits as the 24 bits that they stand for.
    @inline(__always)
    private static func group(_ digits: UInt32, _ values: UnsafeBufferPointer<UInt32>) -> UInt32 {
        values[Int(digits & 0xFF)] | values[256 | Int(digits >> 8 & 0xFF)] | values[512 | Int(digits >> 16 & 0xFF)]
            | values[768 | Int(digits >> 24)]
    }

    /// Puts code in the place of `bytes`, with its length before it; where it ends, nil where it is not worth it.
    private static func code(_ memory: UnsafeMutableRawBufferPointer, _ bytes: Range<Int>) -> Int? {
        let free = UnsafeMutableRawBufferPointer(rebasing: memory[bytes.upperBound...])
        let source = UnsafeRawBufferPointer(rebasing: memory[bytes])
        guard let count = SoundCode.write(source, to: free) else { return nil }
        let place = bytes.lowerBound + lengthByteCount
        memory.storeBytes(
            of: UInt32(truncatingIfNeeded: count).littleEndian, toByteOffset: bytes.lowerBound, as: UInt32.self)
        copy(UnsafeRawBufferPointer(rebasing: free[..<count])[...], to: memory, at: place)
        return place + count
    }

    private static func unpack(_ packed: Packed, _ pairs: [UInt16]) -> [UInt8]? {
        var isWhole = true
        let payload = [UInt8](unsafeUninitializedCapacity: packed.payloadByteCount) { target, written in
            let memory = UnsafeMutableRawBufferPointer(target)
            copy(packed.head, to: memory, at: 0)
            let end = packed.head.count + packed.count / 3 * 4
            if packed.isCoded {
                // The bytes stand where their digits are to come: each group is read before it is written.
                let place = end - packed.count
                let bytes = UnsafeMutableRawBufferPointer(rebasing: memory[place..<end])
                isWhole = SoundCode.read(packed.media, into: bytes)
                guard isWhole else { return }
                spell(UnsafeRawBufferPointer(bytes), pairs, to: memory, at: packed.head.count)
            } else {
                spell(packed.media, pairs, to: memory, at: packed.head.count)
            }
            copy(packed.tail, to: memory, at: end)
            written = packed.payloadByteCount
        }
        return isWhole ? payload : nil
    }

    private static func spell(
        _ media: UnsafeRawBufferPointer, _ pairs: [UInt16], to memory: UnsafeMutableRawBufferPointer, at start: Int
    ) {
        pairs.withUnsafeBufferPointer { pairs in
            var place = start
            for next in stride(from: 0, to: media.count, by: 3) {
                let bits = Int(media[next]) << 16 | Int(media[next + 1]) << 8 | Int(media[next + 2])
                let digits = UInt32(pairs[bits >> 12]) | UInt32(pairs[bits & 0xFFF]) << 16
                memory.storeBytes(of: digits.littleEndian, toByteOffset: place, as: UInt32.self)
                place += 4
            }
        }
    }

    private static func copy(
        _ bytes: Slice<UnsafeRawBufferPointer>, to memory: UnsafeMutableRawBufferPointer, at place: Int
    ) {
        UnsafeMutableRawBufferPointer(rebasing: memory[place...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes))
    }

    /// The parts of a packed payload, where they are.
    struct Packed {
        let head: Slice<UnsafeRawBufferPointer>
        let media: UnsafeRawBufferPointer
        let tail: Slice<UnsafeRawBufferPointer>
        /// Bytes that the base64 stands for.
        let count: Int
        let isCoded: Bool

        var payloadByteCount: Int { head.count + count / 3 * 4 + tail.count }

        /// Nil where they do not fit together.
        init?(_ bytes: UnsafeRawBufferPointer, _ codec: Codec) {
            guard bytes.count >= headByteCount else { return nil }
            let start = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)))
            count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            let body = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(headByteCount))
            isCoded = codec.isCoded
            let before = isCoded ? lengthByteCount : 0
            guard count.isMultiple(of: 3), start <= body.count, before <= body.count - start else { return nil }
            let length =
                isCoded
                ? Int(UInt32(littleEndian: body.loadUnaligned(fromByteOffset: start, as: UInt32.self))) : count
            let place = start + before
            guard length <= body.count - place, !isCoded || SoundCode.mayHold(byteCount: count, in: length) else {
                return nil
            }
            head = body[..<start]
            media = UnsafeRawBufferPointer(rebasing: body[place..<place + length])
            tail = body[(place + length)...]
        }
    }
}
