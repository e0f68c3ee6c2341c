package import LiveProtocol

/// Decodes the base64 of one chunk piece by piece, without a copy of the whole.
///
/// Lenient, as it is not the place to complain: what is not base64 is skipped, padding ends the audio.
package struct PCMReader {
    private let text: ArraySlice<UInt8>
    private var position: Int

    package init(_ text: ArraySlice<UInt8>) {
        self.text = text
        position = text.startIndex
    }

    /// Writes bytes of audio to `bytes` from `count` on, until at least `limit` are there or the text ends. `bytes`
    /// has room for seven more than `limit`: six bytes come at a time, and eight are written.
    mutating func read(into bytes: inout [UInt8], _ count: inout Int, limit: Int) {
        let text = text
        let source = text.span.bytes
        let values = Self.values.span
        var target = bytes.mutableSpan
        var memory = target.mutableBytes
        var (next, written) = (position &- text.startIndex, count)
        let end = source.byteCount &- 8
        while written < limit, next <= end {
            let digits = UInt64(littleEndian: source.unsafeLoadUnaligned(fromByteOffset: next, as: UInt64.self))
            let first = Self.group(UInt32(truncatingIfNeeded: digits), values)
            let second = Self.group(UInt32(truncatingIfNeeded: digits >> 32), values)
            guard first | second < Self.invalid else { break }
            memory.storeBytes(
                of: (UInt64(first) << 40 | UInt64(second) << 16).bigEndian, toByteOffset: written, as: UInt64.self)
            written &+= 6
            next &+= 8
        }
        count = written
        position = text.startIndex &+ next
        if count < limit { readSlowly(into: &bytes, &count) }
    }

    /// Four digits as the 24 bits that they stand for.
    @inline(__always)
    private static func group(_ digits: UInt32, _ values: borrowing Span<UInt32>) -> UInt32 {
        values[unchecked: Int(digits & 0xFF)] | values[unchecked: 256 | Int(digits >> 8 & 0xFF)]
            | values[unchecked: 512 | Int(digits >> 16 & 0xFF)] | values[unchecked: 768 | Int(digits >> 24)]
    }

    /// The end of the text, or a group with something else in it: up to three bytes.
    private mutating func readSlowly(into bytes: inout [UInt8], _ count: inout Int) {
        var group: UInt32 = 0
        var digits: UInt32 = 0
        while position < text.endIndex, digits < 4 {
            let value = Self.values[768 | Int(text[position])]
            position += 1
            guard value < Self.invalid else { continue }
            group = group << 6 | value
            digits += 1
        }
        guard digits > 1 else { return }
        group <<= 6 * (4 - digits)
        for shift in [16, 8, 0].prefix(Int(digits) - 1) {
            bytes[count] = UInt8(truncatingIfNeeded: group >> UInt32(shift))
            count += 1
        }
    }

    var isAtEnd: Bool { position == text.endIndex }

    /// Above every group of four digits.
    private static let invalid: UInt32 = 1 << 24

    /// What each character of both alphabets stands for as the first, second, third and fourth digit of a group, one
    /// table after the other; `invalid` for all others. A group is then four look-ups and no shifts.
    private static let values: [UInt32] = {
        var values = [UInt32](repeating: invalid, count: 1_024)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_".utf8
        for (index, digit) in digits.enumerated() {
            let value = UInt32(index < 64 ? index : index - 2)
            for place in 0..<4 { values[256 * place + Int(digit)] = value << UInt32(18 - 6 * place) }
        }
        return values
    }()
}

/// Cuts a stream of audio chunks into frames of 20 ms, wherever the chunks begin and end: half samples and half frames
/// are carried over.
package struct FrameCutter: Codable, Hashable, Sendable {
    package let format: AudioFormat
    /// Bytes of a frame, whole samples.
    package let frameByteCount: Int
    /// One frame, and what was read beyond it.
    private var bytes: [UInt8]
    private var count = 0

    package static let frameLength = Duration.milliseconds(20)

    /// Nil for audio that no microphone delivers: the frame would be absurdly long or short.
    package init?(_ format: AudioFormat) {
        let sampleCount = format.rate.multipliedReportingOverflow(by: format.channels).partialValue / 50
        guard (20...4_000).contains(sampleCount), format.bytesPerSample == 2 else { return nil }
        self.format = format
        frameByteCount = sampleCount * 2
        bytes = [UInt8](repeating: 0, count: frameByteCount + 8)
    }

    /// Bytes of a frame that is not complete.
    package var pendingByteCount: Int { count < frameByteCount ? count : count - frameByteCount }

    /// Reads on, and says whether `frame` is complete. Call it until it is not.
    package mutating func next(from reader: inout PCMReader) -> Bool {
        if count >= frameByteCount { dropFrame() }
        while count < frameByteCount, !reader.isAtEnd { reader.read(into: &bytes, &count, limit: frameByteCount) }
        return count >= frameByteCount
    }

    /// The complete frame.
    package var frame: ArraySlice<UInt8> { bytes[..<frameByteCount] }

    /// Forgets an incomplete frame: what comes next does not continue it.
    package mutating func clear() { count = 0 }

    private mutating func dropFrame() {
        let extra = count - frameByteCount
        for index in 0..<extra { bytes[index] = bytes[frameByteCount + index] }
        count = extra
    }
}

extension FrameCutter {
    // What lies beyond `count` is left from earlier frames.
    package static func == (left: FrameCutter, right: FrameCutter) -> Bool {
        left.format == right.format && left.bytes[..<left.count] == right.bytes[..<right.count]
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(format)
        hasher.combine(bytes[..<count])
    }
}
