/// ITU-T G.711 µ-law: eight bits a sample, 14 of them on a logarithmic scale.
enum Mulaw {
    /// What each code stands for, -32 124 to 32 124.
    static let values: [Int16] = (0..<256).map { code in
        let bits = ~UInt8(code)
        let magnitude = (Int(bits & 0x0F) << 3 + 0x84) << (Int(bits & 0x70) >> 4) - 0x84
        return Int16(clamping: bits & 0x80 != 0 ? -magnitude : magnitude)
    }
}

/// A frame whose bytes are read as µ-law: how loud it is, and what it adds to the smoothness of the sound. The bytes
/// themselves are not kept: they would be a tenth of all that is known of a call.
struct MulawFrame: LeveledFrame, Codable, Hashable, Sendable {
    let level: Double
    let squares: Double
    let products: Double

    init(_ bytes: ArraySlice<UInt8>) {
        var (sum, square, product, previous) = (0, 0, 0, 0)
        // In hand once: as a static it would be counted for each sample, which takes ten times as long as the rest.
        let table = Mulaw.values
        let (values, codes) = (table.span, bytes.span)
        for index in codes.indices {
            let sample = Int(values[unchecked: Int(codes[unchecked: index])])
            sum &+= sample
            square &+= sample &* sample
            product &+= sample &* previous
            previous = sample
        }
        let sums = NeighbourSums(sum: sum, square: square, product: product, count: bytes.count)
        level = Decibels.level(sums.meanSquare / (32_768 * 32_768))
        (squares, products) = (sums.squares, sums.products)
    }
}
