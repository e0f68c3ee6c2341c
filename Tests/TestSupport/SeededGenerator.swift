import Foundation

/// Random numbers that a seed repeats exactly: SplitMix64 (Steele, Lea, Flood 2014).
///
/// Property tests take their seeds from `runs(_:)` as the arguments of the test, so that a failure names the seed:
/// ``@Test(arguments: SeededGenerator.runs(20)) func `a law`(seed: UInt64)``.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Fresh seeds for `count` runs of a property; only the one in `LIVETOP_SEED` when that is set.
    public static func runs(_ count: Int) -> [UInt64] {
        if let text = ProcessInfo.processInfo.environment["LIVETOP_SEED"] {
            guard let seed = UInt64(text) else { fatalError("LIVETOP_SEED is not a number: \(text)") }
            return [seed]
        }
        return (0..<count).map { _ in UInt64.random(in: 0...UInt64(UInt32.max)) }
    }
}

extension SeededGenerator {
    /// `count` random bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// True once in `count` times.
    public mutating func isOne(in count: Int) -> Bool { next() % UInt64(max(count, 1)) == 0 }

    /// `items` cut at random places into up to `pieces` slices; some of them may be empty.
    public mutating func cut<Item>(_ items: [Item], into pieces: Int) -> [ArraySlice<Item>] {
        let marks = (1..<max(pieces, 1)).map { _ in Int.random(in: 0...items.count, using: &self) }.sorted()
        return zip([0] + marks, marks + [items.count]).map { items[$0..<$1] }
    }
}
