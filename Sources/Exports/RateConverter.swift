/// Changes the sample rate of a stream, piece by piece: windowed-sinc interpolation with a Hann window and a cut-off at
/// 0.45 of the lower rate, so that nothing audible folds over.
///
/// Every input sample yields `to / from` output samples, counted over the whole stream: lengths are known without
/// converting. The result is late by 16 samples of the lower rate, two milliseconds at most.
struct RateConverter {
    let from: Int
    let to: Int
    private let taps: Int
    /// Input samples that are remembered: when several of them go into one, the next sample may begin before the piece.
    private let kept: Int
    /// For every phase between two input samples the weights of the latest `taps` input samples, the newest first.
    private let weights: [[Float]]
    /// The latest input samples, oldest first; silence came before.
    private var history: [Float]
    private var inputCount: Int64 = 0
    private var outputCount: Int64 = 0

    /// Nil for rates that would need an absurd table.
    init?(from: Int, to: Int) {
        guard from > 0, to > 0 else { return nil }
        let common = Self.greatestCommonDivisor(from, to)
        (self.from, self.to) = (from / common, to / common)
        guard self.to <= 4_096, self.from <= self.to * 64 else { return nil }
        taps = 32 * max(1, (self.from + self.to - 1) / self.to)
        kept = taps + self.from / self.to + 1
        let (half, cutoff) = (Double(taps) / 2, 0.9 * min(1, Double(to) / Double(from)))
        let (steps, taps) = (self.to, taps)
        weights = (0..<steps).map { phase in
            let row = (0..<taps).map { tap in
                Self.weight(at: half - Double(tap) - Double(phase) / Double(steps), half: half, cutoff: cutoff)
            }
            // Silence stays silence and a constant stays itself, whatever the phase.
            let sum = row.reduce(0, +)
            return row.map { Float($0 / sum) }
        }
        history = [Float](repeating: 0, count: kept)
    }

    /// How many samples come out for `count` more samples.
    func outputCount(adding count: Int) -> Int {
        Int(clamping: (inputCount + Int64(count)) * Int64(to) / Int64(from) - outputCount)
    }

    mutating func convert(_ samples: [Int16]) -> [Int16] {
        let line = history + samples.map(Float.init)
        let end = (inputCount + Int64(samples.count)) * Int64(to) / Int64(from)
        var output: [Int16] = []
        output.reserveCapacity(outputCount(adding: samples.count))
        while outputCount < end {
            let (whole, phase) = (outputCount * Int64(from)).quotientAndRemainder(dividingBy: Int64(to))
            // The newest of the taps, as an index into `line`.
            let newest = Int(clamping: whole - inputCount) + kept
            let row = weights[Int(phase)]
            var sum: Float = 0
            for tap in 0..<taps { sum += row[tap] * line[newest - tap] }
            output.append(Int16(max(min(sum.rounded(), 32_767), -32_768)))
            outputCount += 1
        }
        inputCount += Int64(samples.count)
        history = Array(line.suffix(kept))
        return output
    }

    private static func weight(at distance: Double, half: Double, cutoff: Double) -> Double {
        guard distance.magnitude < half else { return 0 }
        let window = 0.5 + 0.5 * sine(.pi * distance / half + .pi / 2)
        let phase = .pi * distance * cutoff
        return window * (phase == 0 ? 1 : sine(phase) / phase)
    }

    /// The pure targets have no C library: a Taylor series after reduction to a quarter turn, good to 1e-10.
    static func sine(_ angle: Double) -> Double {
        var x = angle - (angle / (2 * .pi)).rounded() * 2 * .pi
        if x > .pi / 2 { x = .pi - x } else if x < -.pi / 2 { x = -.pi - x }
        var (term, sum) = (x, x)
        for factor in stride(from: 2.0, through: 16, by: 2) {
            term *= -x * x / (factor * (factor + 1))
            sum += term
        }
        return sum
    }

    private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
        second == 0 ? first : greatestCommonDivisor(second, first % second)
    }
}
