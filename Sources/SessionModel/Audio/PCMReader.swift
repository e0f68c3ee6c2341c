import LiveProtocol

/// Decodes the base64 of one chunk piece by piece, without a copy of the whole.
///
/// Lenient, as it is not the place to complain: what is not base64 is skipped, padding ends the audio.
struct PCMReader {
    private let text: ArraySlice<UInt8>
    private var position: Int

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        position = text.startIndex
    }

    /// Writes bytes of audio to `bytes` from `count` on, until at least `limit` are there or the text ends. `bytes`
    /// has room for two more than `limit`: three bytes come at a time.
    mutating func read(into bytes: inout [UInt8], _ count: inout Int, limit: Int) {
        let text = text
        let source = text.span
        let values = Self.values.span
        var target = bytes.mutableSpan
        var next = position - text.startIndex
        while count < limit {
            guard next &+ 4 <= source.count else { break }
            let a = values[unchecked: Int(source[unchecked: next])]
            let b = values[unchecked: Int(source[unchecked: next &+ 1])]
            let c = values[unchecked: Int(source[unchecked: next &+ 2])]
            let d = values[unchecked: Int(source[unchecked: next &+ 3])]
            guard (a | b | c | d) < 64 else { break }
            let group = a << 18 | b << 12 | c << 6 | d
            target[unchecked: count] = UInt8(truncatingIfNeeded: group >> 16)
            target[unchecked: count &+ 1] = UInt8(truncatingIfNeeded: group >> 8)
            target[unchecked: count &+ 2] = UInt8(truncatingIfNeeded: group)
            count &+= 3
            next &+= 4
        }
        position = text.startIndex + next
        if count < limit { readSlowly(into: &bytes, &count) }
    }

    /// The end of the text, or a group with something else in it: up to three bytes.
    private mutating func readSlowly(into bytes: inout [UInt8], _ count: inout Int) {
        var group: UInt32 = 0
        var digits: UInt32 = 0
        while position < text.endIndex, digits < 4 {
            let value = Self.values[Int(text[position])]
            position += 1
            guard value < 64 else { continue }
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

    /// Six bits for each character of both alphabets, 255 for all others.
    private static let values: [UInt32] = {
        var values = [UInt32](repeating: 255, count: 256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt32(value) }
        values[Int(UInt8(ascii: "-"))] = 62
        values[Int(UInt8(ascii: "_"))] = 63
        return values
    }()
}

/// Cuts a stream of audio chunks into frames of 20 ms, wherever the chunks begin and end: half samples and half frames
/// are carried over.
struct FrameCutter: Hashable, Sendable {
    let format: AudioFormat
    /// Bytes of a frame, whole samples.
    let frameByteCount: Int
    /// One frame, and what was read beyond it.
    private var bytes: [UInt8]
    private var count = 0

    static let frameLength = Duration.milliseconds(20)

    /// Nil for audio that no microphone delivers: the frame would be absurdly long or short.
    init?(_ format: AudioFormat) {
        let sampleCount = format.rate.multipliedReportingOverflow(by: format.channels).partialValue / 50
        guard (20...4_000).contains(sampleCount), format.bytesPerSample == 2 else { return nil }
        self.format = format
        frameByteCount = sampleCount * 2
        bytes = [UInt8](repeating: 0, count: frameByteCount + 3)
    }

    /// Bytes of a frame that is not complete.
    var pendingByteCount: Int { count < frameByteCount ? count : count - frameByteCount }

    /// Reads on, and says whether `frame` is complete. Call it until it is not.
    mutating func next(from reader: inout PCMReader) -> Bool {
        if count >= frameByteCount { dropFrame() }
        while count < frameByteCount, !reader.isAtEnd { reader.read(into: &bytes, &count, limit: frameByteCount) }
        return count >= frameByteCount
    }

    /// The complete frame.
    var frame: ArraySlice<UInt8> { bytes[..<frameByteCount] }

    /// Forgets an incomplete frame: what comes next does not continue it.
    mutating func clear() { count = 0 }

    private mutating func dropFrame() {
        let extra = count - frameByteCount
        for index in 0..<extra { bytes[index] = bytes[frameByteCount + index] }
        count = extra
    }
}

extension FrameCutter {
    // What lies beyond `count` is left from earlier frames.
    static func == (left: FrameCutter, right: FrameCutter) -> Bool {
        left.format == right.format && left.bytes[..<left.count] == right.bytes[..<right.count]
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(format)
        hasher.combine(bytes[..<count])
    }
}
