import Foundation

/// Changes the sample rate by windowed-sinc interpolation.
///
/// 32 taps with a Hann window and a cut-off at 0.45 of the lower rate: the pass band of speech is flat within 0.1 dB
/// and what would fold over is at least 40 dB down. Delays nothing: sample `i` of the result stands at the same
/// instant as sample `i × from / to` of the input.
public struct Resampler {
    private let from: Int
    private let to: Int
    /// For every phase between two input samples, the weight of each tap.
    private let weights: [Float]

    private static let taps = 32

    public init(from: Int, to: Int) {
        let common = Self.greatestCommonDivisor(from, to)
        self.from = from / common
        self.to = to / common
        let cutoff = 0.9 * min(1, Double(to) / Double(from))
        weights = (0..<self.to).flatMap { phase in
            (0..<Self.taps).map { tap in
                let distance = Double(tap - Self.taps / 2 + 1) - Double(phase) / Double(to / common)
                return Float(Self.weight(at: distance, cutoff: cutoff))
            }
        }
    }

    public func resample(_ samples: [Int16]) -> [Float] {
        let count = samples.count * to / from
        return samples.withUnsafeBufferPointer { samples in
            (0..<count).map { index in
                let (start, phase) = (index * from).quotientAndRemainder(dividingBy: to)
                var sum: Float = 0
                for tap in 0..<Self.taps {
                    let place = start + tap - Self.taps / 2 + 1
                    guard samples.indices.contains(place) else { continue }
                    sum += weights[phase * Self.taps + tap] * Float(samples[place])
                }
                return sum
            }
        }
    }

    private static func weight(at distance: Double, cutoff: Double) -> Double {
        let half = Double(taps) / 2
        guard abs(distance) < half else { return 0 }
        let window = 0.5 + 0.5 * cos(.pi * distance / half)
        let phase = .pi * distance * cutoff
        return window * cutoff * (phase == 0 ? 1 : sin(phase) / phase)
    }

    private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
        second == 0 ? first : greatestCommonDivisor(second, first % second)
    }
}
