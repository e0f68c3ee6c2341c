import LiveProtocol
import SessionModel

/// The samples of one direction, a stretch at a time: silence where nothing sounds. Memory is one message and what
/// reaches beyond the stretch.
struct SoundReader {
    private let rate: Int
    private let next: ExportSource.Cursor
    private var placer: SoundPlacer
    private var converter: RateConverter?
    /// Of the stretches to come.
    private var pending: [(start: Int64, samples: [Int16])] = []
    private var isAtEnd = false

    init(_ source: ExportSource, _ placer: SoundPlacer, rate: Int) {
        self.placer = placer
        self.rate = rate
        next = source.events(nil)
    }

    /// What sounds in `range`. Ranges follow each other.
    mutating func samples(in range: Range<Int64>) throws -> [Int16] {
        while !isAtEnd, (pending.last?.start ?? .min) < range.upperBound { try readEvent() }
        var line = [Int16](repeating: 0, count: Int(clamping: range.upperBound - range.lowerBound))
        for piece in pending {
            for (offset, sample) in piece.samples.enumerated() {
                let index = piece.start + Int64(offset) - range.lowerBound
                if index >= 0, index < line.count { line[Int(index)] = sample }
            }
        }
        pending.removeAll { $0.start + Int64($0.samples.count) <= range.upperBound }
        return line
    }

    private mutating func readEvent() throws {
        guard let event = try next() else {
            isAtEnd = true
            return
        }
        for piece in placer.pieces(in: event) {
            let samples = decode(piece).prefix(Int(clamping: piece.count))
            pending.append((piece.start, Array(samples)))
        }
    }

    private mutating func decode(_ piece: SoundPiece) -> [Int16] {
        let samples = PCM.samples(of: piece.chunk, channels: piece.format.channels)
        guard piece.format.rate != rate else { return samples }
        let isUsable = converter.map { piece.isContinuous && $0.from * rate == $0.to * piece.format.rate } ?? false
        if !isUsable { converter = RateConverter(from: piece.format.rate, to: rate) }
        return converter?.convert(samples) ?? []
    }
}

/// 16-bit little-endian samples.
enum PCM {
    /// One channel: several are averaged. Half a sample at the end is dropped; what is not base64 is silence.
    static func samples(of chunk: AudioChunk, channels: Int) -> [Int16] {
        let bytes = Base64.decode(chunk.base64) ?? [UInt8](repeating: 0, count: max(chunk.byteCount, 0))
        let channels = max(channels, 1)
        let count = bytes.count / (2 * channels)
        return [Int16](unsafeUninitializedCapacity: count) { samples, initialized in
            for index in 0..<count {
                var sum = 0
                for channel in 0..<channels {
                    let place = 2 * (index * channels + channel)
                    sum += Int(Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8))
                }
                samples[index] = Int16(clamping: sum / channels)
            }
            initialized = count
        }
    }

    static func append(_ sample: Int16, to bytes: inout [UInt8]) {
        let bits = UInt16(bitPattern: sample)
        bytes.append(UInt8(truncatingIfNeeded: bits))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
    }
}
