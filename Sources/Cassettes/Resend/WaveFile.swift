import LiveProtocol

/// The samples of a WAV file: PCM of 16 bits, several channels as their mean.
package struct WaveFile: Hashable, Sendable {
    /// Samples a second.
    package let rate: Int
    package let samples: [Int16]

    /// Seconds.
    package var length: Double { Double(samples.count) / Double(rate) }

    /// Why a file cannot be used.
    package enum Objection: Error, Hashable, Sendable {
        /// It does not begin as a WAV file does, or has no format or no samples.
        case noWave(String)
        /// Another encoding than PCM of 16 bits, in words.
        case encoding(String)
    }

    package init(_ bytes: [UInt8]) throws(Objection) {
        guard Self.name(bytes, at: 0) == "RIFF", Self.name(bytes, at: 8) == "WAVE" else {
            throw .noWave("it does not begin with RIFF and WAVE")
        }
        var format: (channels: Int, rate: Int)?
        var data: Range<Int>?
        var offset = 12
        while let name = Self.name(bytes, at: offset), data == nil || format == nil {
            let count = Self.number(bytes, at: offset + 4, width: 4)
            let body = offset + 8
            // A file that was written to a pipe does not know its length.
            let end = min(body.addingClamped(count), bytes.count)
            if name == "fmt " { format = try Self.format(bytes, at: body, end) }
            if name == "data" { data = body..<max(body, end) }
            offset = end.addingClamped(count % 2)
        }
        guard let format else { throw .noWave("it says nothing of its format") }
        guard let data, !data.isEmpty else { throw .noWave("it holds no samples") }
        rate = format.rate
        let frame = 2 * format.channels
        samples = stride(from: data.lowerBound, to: data.upperBound - data.count % frame, by: frame).map { start in
            let sum = (0..<format.channels).reduce(0) { $0 + Int(Self.sample(bytes, at: start + 2 * $1)) }
            return Int16(clamping: sum / format.channels)
        }
        guard !samples.isEmpty else { throw .noWave("it holds no samples") }
    }

    private static func format(
        _ bytes: [UInt8], at start: Int, _ end: Int
    ) throws(Objection) -> (channels: Int, rate: Int) {
        guard end - start >= 16 else { throw .noWave("its format is cut off") }
        var code = number(bytes, at: start, width: 2)
        // The extensible form names the encoding in its last part.
        if code == 0xFFFE, end - start >= 26 { code = number(bytes, at: start + 24, width: 2) }
        let bits = number(bytes, at: start + 14, width: 2)
        guard code == 1 else {
            let name = [3: "floating point", 6: "A-law", 7: "µ-law", 0x55: "MP3"][code] ?? "encoding \(code)"
            throw .encoding("\(name) of \(bits) bits")
        }
        guard bits == 16 else { throw .encoding("PCM of \(bits) bits") }
        let (channels, rate) = (number(bytes, at: start + 2, width: 2), number(bytes, at: start + 4, width: 4))
        guard (1...64).contains(channels), (1_000...768_000).contains(rate) else {
            throw .noWave("it claims \(channels) channels of \(rate) Hz")
        }
        return (channels, rate)
    }

    /// The value at `time` seconds for a stream of `rate` samples a second: between two samples, or the mean of all that
    /// belong to one. 0 outside of the file.
    func value(at time: Double, for rate: Int) -> Double {
        let place = time * Double(self.rate)
        guard place >= 0, place < Double(samples.count) else { return 0 }
        let first = Int(clamping: place.rounded(.down))
        if self.rate > rate {
            let last = min(
                max(first + 1, Int(clamping: (place + Double(self.rate) / Double(rate)).rounded(.down))), samples.count)
            let part = samples[first..<last]
            return part.reduce(0) { $0 + Double($1) } / Double(part.count)
        }
        let next = first + 1 < samples.count ? Double(samples[first + 1]) : 0
        return Double(samples[first]) + (next - Double(samples[first])) * (place - Double(first))
    }

    private static func name(_ bytes: [UInt8], at offset: Int) -> String? {
        guard offset >= 0, offset <= bytes.count - 8 else { return nil }
        return String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
    }

    /// Little-endian; bytes that are not there count as 0.
    private static func number(_ bytes: [UInt8], at offset: Int, width: Int) -> Int {
        (0..<width).reduce(0) { sum, index in
            bytes.indices.contains(offset + index) ? sum | Int(bytes[offset + index]) << (8 * index) : sum
        }
    }

    private static func sample(_ bytes: [UInt8], at offset: Int) -> Int16 {
        Int16(bitPattern: UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8)
    }
}
