/// Two microphones in one housing: the same sound in both channels, some samples apart.
extension LayoutReadings {
    /// Every second sample is more alike than neighbours are, and each sample of one channel has its like a fixed odd
    /// number of samples away, those of the other have not. In one channel all samples are as far from what follows:
    /// the two halves differ by a tenth, whatever is heard; a tone of a quarter of the rate fails the first condition.
    var isTwoCapsules: Bool {
        guard everySecond >= 0.6, everySecond > base else { return false }
        return Self.distances.contains { distance in
            let (even, odd) = squaredDifferences(at: distance)
            return min(even, odd) < 0.4 * max(even, odd)
        }
    }

    /// Up to 16 samples of a channel: 34 cm at 16 kHz, 11 cm at 48 kHz.
    private static let distances = Array(stride(from: 1, through: 31, by: 2))

    /// Of samples and those so far behind them: from even places and from odd ones.
    private func squaredDifferences(at distance: Int) -> (even: Double, odd: Double) {
        var sums = (even: 0.0, odd: 0.0)
        for frame in frames {
            let samples = Array(PCMSamples(frame.bytes[...]))
            // As many of both.
            let count = (samples.count - distance) / 2 * 2
            for index in stride(from: 0, to: max(count, 0), by: 2) {
                let even = Double(samples[index] - samples[index + distance])
                let odd = Double(samples[index + 1] - samples[index + 1 + distance])
                sums.even += even * even
                sums.odd += odd * odd
            }
        }
        return sums
    }
}
