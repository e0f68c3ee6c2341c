/// Throws orders of samples in which they are as alike from one to the next as they were, and otherwise noise.
struct NoiseOrder {
    var chance = NoiseChance()

    private static let attempts = 4

    /// For each place the index of the sample that comes there.
    mutating func thrown(_ values: [Double]) -> [Int] {
        let ascending = values.indices.sorted { values[$0] < values[$1] }
        let wanted = Likeness.ofNeighbours(values)
        let noise = values.map { _ in chance.normal() }
        // A step is worth the more, the nearer the samples are to a slow wave.
        let tolerance = 0.02 * (1.0056 - wanted)
        var memory = min(max(wanted, -0.9), 0.999)
        var best: (order: [Int], distance: Double)?
        for _ in 0..<Self.attempts {
            let order = Self.order(ascending, noise, memory: memory)
            let reached = Likeness.ofNeighbours(order.map { values[$0] })
            let distance = abs(reached - wanted)
            if distance < best?.distance ?? .infinity { best = (order, distance) }
            guard distance > tolerance else { break }
            memory = min(max(memory + (wanted - reached), -0.95), 0.999_9)
        }
        return best?.order ?? ascending
    }

    /// The samples by rank, where noise that remembers that much of itself has the same rank.
    private static func order(_ ascending: [Int], _ noise: [Double], memory: Double) -> [Int] {
        var (wave, last) = (noise, 0.0)
        let fresh = (1 - memory * memory).squareRoot()
        for index in wave.indices {
            last = index == 0 ? wave[0] : memory * last + fresh * wave[index]
            wave[index] = last
        }
        var order = ascending
        for (rank, place) in wave.indices.sorted(by: { wave[$0] < wave[$1] }).enumerated() {
            order[place] = ascending[rank]
        }
        return order
    }
}

/// How alike samples are.
enum Likeness {
    /// Lag-1 autocorrelation without the mean; 0 for samples that are all the same.
    static func ofNeighbours(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        var (products, squares, last) = (0.0, 0.0, 0.0)
        for value in values {
            let difference = value - mean
            products += difference * last
            squares += difference * difference
            last = difference
        }
        return squares > 0 ? products / squares : 0
    }
}

/// Numbers without a pattern, the same in every pass over a session (SplitMix64: Steele, Lea, Flood 2014).
struct NoiseChance: RandomNumberGenerator {
    private var state: UInt64 = 0x6C69_7665_746F_7021

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// About a normal distribution: the sum of four equal ones.
    mutating func normal() -> Double {
        let bits = next()
        let sum = (0..<4).reduce(0) { $0 + Int(bits >> UInt64($1 * 16) & 0xFFFF) }
        return Double(sum) / 65_536 - 2
    }
}
