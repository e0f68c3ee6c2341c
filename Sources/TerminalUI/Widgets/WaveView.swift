import LiveProtocol
import SessionModel
import Wording

/// The sound of a few audio frames: its outline over time, and how loud it is.
///
/// Samples are reduced to at most `bucketLimit` pairs of lowest and highest at once: drawing costs the same for 20 ms
/// and for 20 s.
struct Waveform: Hashable, Sendable {
    struct Bucket: Hashable, Sendable {
        var low: Float = 0
        var high: Float = 0
    }

    private(set) var buckets: [Bucket] = []
    private(set) var duration = Duration.zero
    private(set) var format: AudioFormat?
    /// Highest sample, 1 is full scale.
    private(set) var peak = 0.0
    /// Root mean square.
    private(set) var level = 0.0
    /// Samples at full scale.
    private(set) var clippedCount = 0
    private(set) var sampleCount = 0

    static let bucketLimit = 1_024

    /// Nil where the frames hold no linear PCM of 16 bits that was captured.
    init?(_ content: FrameContent) {
        var samples: [Int16] = []
        var decoder = LiveDecoder(connection: content.span.connection)
        for frame in content.frames {
            let event = WireEvent(
                connection: content.span.connection, sequence: 0, at: Timestamp(nanoseconds: 0),
                kind: .frame(content.span.direction, frame))
            for fact in decoder.decode(event) {
                guard let chunk = fact.kind.audio, let format = chunk.format, format.bytesPerSample == 2 else {
                    continue
                }
                self.format = format
                samples += Self.samples(of: chunk)
            }
        }
        guard let format, !samples.isEmpty else { return nil }
        duration = format.duration(ofBytes: samples.count * 2)
        measure(samples)
    }

    /// Little-endian, an odd byte at the end left out; channels are not told apart.
    private static func samples(of chunk: AudioChunk) -> [Int16] {
        guard let bytes = Base64.decode(chunk.base64) else { return [] }
        return stride(from: 0, to: bytes.count - 1, by: 2).map { index in
            Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
        }
    }

    private mutating func measure(_ samples: [Int16]) {
        sampleCount = samples.count
        let count = min(samples.count, Self.bucketLimit)
        var squares = 0.0
        for index in 0..<count {
            let part = samples[index * samples.count / count..<(index + 1) * samples.count / count]
            var bucket = Bucket()
            for sample in part {
                let value = Float(sample) / 32_768
                bucket.low = min(bucket.low, value)
                bucket.high = max(bucket.high, value)
                squares += Double(value) * Double(value)
                if sample == .max || sample == .min { clippedCount += 1 }
            }
            buckets.append(bucket)
        }
        peak = Double(buckets.reduce(0) { max($0, $1.high, -$1.low) })
        level = (squares / Double(samples.count)).squareRoot()
    }

    /// Lowest and highest of one of `count` equal parts.
    func part(_ index: Int, of count: Int) -> Bucket {
        guard count > 0, !buckets.isEmpty else { return Bucket() }
        let start = min(index * buckets.count / count, buckets.count - 1)
        let end = max(start + 1, min((index + 1) * buckets.count / count, buckets.count))
        return buckets[start..<end].reduce(into: Bucket()) {
            $0.low = min($0.low, $1.low)
            $0.high = max($0.high, $1.high)
        }
    }
}

extension LiveEvent.Kind {
    fileprivate var audio: AudioChunk? {
        switch self {
        case .client(.audio(let chunk)), .server(.audio(let chunk)), .server(.music(let chunk)): chunk
        default: nil
        }
    }
}

/// Draws a waveform with braille dots, two by four a cell, under a line of numbers.
struct WaveView {
    let wave: Waveform
    let style: Style

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let (numbers, rest) = rect.cutTop(1)
        grid.draw(facts, in: numbers)
        let (axis, area) = rest.cutBottom(1)
        let height = min(area.rows, 15)
        for row in 0..<height {
            let cells = (0..<area.columns).map { column in dots(column, row, of: area.columns, height) }
            let text = StyledText(String(cells), style)
            grid.draw(text, row: area.row + row, column: area.column)
        }
        let line = Rect(
            row: min(area.row + height, axis.row), column: axis.column, columns: axis.columns, rows: axis.rows)
        grid.draw(StyledText("0 s", .faint), in: line)
        grid.draw(StyledText(Format.latency(wave.duration), .faint), in: line, aligned: .right)
    }

    private var facts: StyledText {
        let clipped = wave.clippedCount
        let clipping =
            clipped == 0
            ? StyledText("no clipping", .faint)
            : StyledText("\(Format.counted(clipped, "sample")) clipped", .warning)
        let rate = StyledText("\(Format.trimmed(Double(wave.format?.rate ?? 0) / 1e3, 2)) kHz")
        guard wave.peak > 0 else {
            return [StyledText(Format.latency(wave.duration)), rate, "silence"].joined(by: StyledText("  "))
        }
        return [
            StyledText(Format.latency(wave.duration)), rate,
            StyledText("peak ", .faint) + StyledText(Self.decibels(wave.peak)),
            StyledText("level ", .faint) + StyledText(Self.decibels(wave.level)),
            clipping,
        ].joined(by: StyledText("  "))
    }

    /// Below full scale, such as `-12.3 dBFS`; silence has no level.
    static func decibels(_ amplitude: Double) -> String {
        guard amplitude > 0 else { return "silence" }
        return "\(Format.fixed(20 * log10(amplitude), 1)) dBFS"
    }

    /// Of a number in (0, 1]: there is no `log` without Foundation. Halving and a series that converges fast.
    private static func log10(_ number: Double) -> Double {
        let ratio = (number.significand - 1) / (number.significand + 1)
        var (term, sum) = (ratio, 0.0)
        for power in stride(from: 1.0, to: 31, by: 2) {
            sum += term / power
            term *= ratio * ratio
        }
        let naturalOfTwo = 0.693_147_180_559_945_3
        return (2 * sum + Double(number.exponent) * naturalOfTwo) / 2.302_585_092_994_046
    }

    private func dots(_ column: Int, _ row: Int, of columns: Int, _ rows: Int) -> Character {
        var bits: UInt32 = 0
        for side in 0..<2 {
            let part = wave.part(column * 2 + side, of: columns * 2)
            for dot in 0..<4 where covers(part, row * 4 + dot, of: rows * 4) {
                bits |= Braille.bit(column: side, row: dot)
            }
        }
        return bits == 0 ? " " : Braille.character(bits)
    }

    /// Silence is a line of one dot in the middle.
    private func covers(_ part: Waveform.Bucket, _ line: Int, of lines: Int) -> Bool {
        let middle = Float(lines) / 2
        let high = Int(clamping: Double(middle - part.high * middle).rounded(.down))
        let low = Int(clamping: Double(middle - part.low * middle).rounded(.down))
        return line >= min(high, Int(middle)) && line <= max(low, Int(middle))
    }
}
