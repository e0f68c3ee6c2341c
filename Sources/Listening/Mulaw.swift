/// ITU-T G.711 µ-law: eight bits a sample, 14 of them on a logarithmic scale.
enum Mulaw {
    /// What each code stands for, -32 124 to 32 124.
    static let values: [Double] = (0..<256).map { code in
        let bits = ~UInt8(code)
        let magnitude = (Int(bits & 0x0F) << 3 + 0x84) << (Int(bits & 0x70) >> 4) - 0x84
        return Double(bits & 0x80 != 0 ? -magnitude : magnitude)
    }

    /// Mean power of the samples, 1 at full scale.
    static func power(_ bytes: ArraySlice<UInt8>) -> Double {
        let values = values
        let sum = bytes.reduce(0.0) { $0 + values[Int($1)] * values[Int($1)] }
        return sum / Double(max(bytes.count, 1)) / (32_768 * 32_768)
    }
}
