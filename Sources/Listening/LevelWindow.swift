import LiveProtocol

/// Levels of the last 30 seconds' frames, as a histogram: noise floor and speech level
/// (`docs/metrics.md#level-and-noise`).
///
/// Frames of digital silence are left out: no microphone delivers them, and they would hide the noise.
package struct LevelWindow: Codable, Hashable, Sendable {
    /// Bin of each frame, the newest last.
    private var bins = Ring<UInt8>(capacity: 1_500)
    private var counts = [UInt16](repeating: 0, count: Self.binCount)

    /// Bins of half a decibel from -110 dBFS to 0.
    private static let binCount = 221
    /// Power in the middle of each bin.
    private static let powers: [Double] = {
        // -109.75 dBFS, and half a decibel more each.
        var power = 1.059_253_725_177_288_9e-11
        return (0..<binCount).map { _ in
            defer { power *= 1.122_018_454_301_963_3 }
            return power
        }
    }()

    mutating func append(_ level: Double) {
        guard level > -110 else { return }
        let bin = UInt8(min(max((level + 110) * 2, 0), Double(Self.binCount - 1)))
        counts[Int(bin)] += 1
        if let dropped = bins.append(bin) { counts[Int(dropped)] -= 1 }
    }

    var count: Int { bins.count }

    /// Noise: mean power of the quietest fifth. Nil before a second of sound.
    var floorPower: Double? {
        guard count >= 50 else { return nil }
        var left = count / 5
        var sum = 0.0
        for (bin, frames) in counts.enumerated() where frames > 0 {
            let taken = min(Int(frames), left)
            sum += Double(taken) * Self.powers[bin]
            left -= taken
            if left == 0 { break }
        }
        return sum / Double(count / 5)
    }

    /// Frames that are at least 6 dB above `floor`.
    package func activeCount(above floor: Double) -> Int {
        let threshold = floor * 3.981_071_705_534_972
        return zip(counts, Self.powers).reduce(0) { $1.1 > threshold ? $0 + Int($1.0) : $0 }
    }

    /// Power of the frames that are at least 6 dB above `floor`, less the floor. Nil for fewer than ten frames.
    func speechPower(above floor: Double) -> Double? {
        let threshold = floor * 3.981_071_705_534_972
        var active = 0
        var sum = 0.0
        for (bin, frames) in counts.enumerated() where frames > 0 && Self.powers[bin] > threshold {
            active += Int(frames)
            sum += Double(frames) * Self.powers[bin]
        }
        return active < 10 ? nil : max(sum / Double(active) - floor, 1e-12)
    }
}
