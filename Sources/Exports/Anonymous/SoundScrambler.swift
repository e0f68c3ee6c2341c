import Listening
import LiveProtocol

/// Makes noise of sound: within each 20 ms the samples are put into an order that chance throws.
///
/// So level, peaks, clipping, offset and silence of every frame that livetop measures stay what they were, exactly, and,
/// nearly, how dull it sounds, by which voices are told from rumble; nothing stays of what was said. The new order follows
/// from which samples there are and from chance, not from where they were: nobody can put them back.
struct SoundScrambler {
    private let shape: SampleShape
    private var order = NoiseOrder()
    private var format: AudioFormat?
    /// Bytes into the current frame, and into the stream.
    private var phase = 0
    private var position = 0
    /// The latest samples of a stream in short messages.
    private var pool: [UInt8] = []

    /// What a file or codec begins with stays, so that it is found again.
    private static let headCount = 12
    /// A run of zeros of this length stays where it is.
    private static let zeroRun = 16

    init(_ layout: AudioLayout? = nil) { shape = SampleShape(layout) }

    /// A pause: what comes next begins a frame.
    mutating func restart() { phase = 0 }

    mutating func scramble(_ bytes: inout [UInt8], _ format: AudioFormat) {
        if format != self.format { (self.format, phase) = (format, 0) }
        let frame = Self.frameByteCount(of: format)
        defer { position = (position + bytes.count) % 12 }
        guard 2 * bytes.count >= frame else {
            phase = (phase + bytes.count) % frame
            return scrambleShort(&bytes, frame)
        }
        var start = Self.head(of: bytes)
        phase = (phase + start) % frame
        while start < bytes.count {
            let end = min(start + frame - phase, bytes.count)
            scramble(start..<end, of: &bytes)
            phase = (phase + end - start) % frame
            start = end
        }
    }

    private static func frameByteCount(of format: AudioFormat) -> Int {
        let samples = format.rate.multipliedReportingOverflow(by: format.channels).partialValue / 50
        return 2 * max(min(samples, 4_000), 20)
    }

    /// Of pictures, files and what nobody knows: nothing but the first bytes, by which kinds are told.
    mutating func scrambleOpaque(_ bytes: inout [UInt8]) {
        for index in bytes.indices.dropFirst(Self.headCount) {
            bytes[index] = UInt8(truncatingIfNeeded: order.chance.next())
        }
    }

    /// In the place of base64 that cannot be read.
    mutating func noText(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "!"), count: count) }

    private static func head(of bytes: [UInt8]) -> Int {
        let isFile = magics.contains { bytes.starts(with: $0) } || bytes.dropFirst(4).starts(with: "ftyp".utf8)
        return isFile ? min(headCount, bytes.count) : 0
    }

    private static let magics: [[UInt8]] = [
        Array("RIFF".utf8), Array("OggS".utf8), [0x1A, 0x45, 0xDF, 0xA3], Array("fLaC".utf8), Array("ID3".utf8),
        Array("caff".utf8), Array("FORM".utf8), Array("data:".utf8),
    ]

    // MARK: Frames

    private mutating func scramble(_ piece: Range<Int>, of bytes: inout [UInt8]) {
        // Whole samples of the stream.
        let step = shape.isInterleaved ? 2 * shape.width : shape.width
        let skipped = (step - (position + piece.lowerBound) % step) % step
        let start = piece.lowerBound + skipped
        guard start < piece.upperBound else { return }
        let end = start + (piece.upperBound - start) / step * step
        if shape.isInterleaved {
            for channel in 0..<2 {
                reorder(Array(stride(from: start + channel * shape.width, to: end, by: step)), of: &bytes)
            }
        } else {
            for run in runs(Array(stride(from: start, to: end, by: step)), of: bytes) { reorder(run, of: &bytes) }
        }
    }

    /// The samples between runs of zeros, where there are many: what is filled in for lost sound is found again.
    private func runs(_ places: [Int], of bytes: [UInt8]) -> [[Int]] {
        let isZero = places.map { place in bytes[place..<place + shape.width].allSatisfy { $0 == 0 } }
        guard isZero.count(where: \.self) > places.count / 4 else { return [places] }
        var runs: [[Int]] = [[]]
        var zeros: [Int] = []
        for (place, isZero) in zip(places, isZero) {
            if isZero {
                zeros.append(place)
                continue
            }
            if zeros.count >= Self.zeroRun { runs.append([]) } else { runs[runs.count - 1] += zeros }
            zeros = []
            runs[runs.count - 1].append(place)
        }
        if zeros.count < Self.zeroRun { runs[runs.count - 1] += zeros }
        return runs
    }

    private mutating func reorder(_ places: [Int], of bytes: inout [UInt8]) {
        guard places.count > 1 else { return }
        let values = places.map { shape.value(bytes[...], $0) }
        let before = bytes[places[0]..<places[places.count - 1] + shape.width]
        for (place, source) in zip(places, order.thrown(values)) {
            for offset in 0..<shape.width {
                bytes[place + offset] = before[places[source] + offset]
            }
        }
    }

    // MARK: Short messages

    /// Within less than ten milliseconds an order would still say something: such messages are drawn from what came lately.
    private mutating func scrambleShort(_ bytes: inout [UInt8], _ frame: Int) {
        let width = shape.isInterleaved ? 2 * shape.width : shape.width
        pool = (pool + bytes).suffix(2 * frame)
        let whole = bytes.count / width
        for index in 0..<whole where pool.count >= width {
            let source = Int(truncatingIfNeeded: order.chance.next() % UInt64(pool.count / width)) * width
            bytes.replaceSubrange(
                index * width..<(index + 1) * width,
                with: pool[pool.startIndex + source..<pool.startIndex + source + width])
        }
    }
}
