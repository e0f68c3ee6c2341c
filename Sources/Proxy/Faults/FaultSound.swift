/// What is done to samples of 16 bits, little end first; an odd byte at the end stays as it is.
enum FaultSound {
    static func silence(_ bytes: inout [UInt8]) {
        for index in bytes.indices { bytes[index] = 0 }
    }

    static func gain(_ bytes: inout [UInt8], decibels: Double) {
        let factor = power(decibels)
        change(&bytes) { $0 * factor }
    }

    /// White noise with that root mean square.
    static func noise(_ bytes: inout [UInt8], level: Double, _ dice: inout FaultDice) {
        // Uniform values between -a and a have a root mean square of a/√3.
        let amplitude = 32_768 * power(level) * 1.732_050_807_568_877_2
        change(&bytes) { $0 + amplitude * (2 * dice.fraction() - 1) }
    }

    private static func change(_ bytes: inout [UInt8], _ value: (Double) -> Double) {
        for index in stride(from: 0, to: bytes.count - bytes.count % 2, by: 2) {
            let sample = Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
            let changed = UInt16(bitPattern: Int16(max(-32_768, min(32_767, value(Double(sample)).rounded()))))
            bytes[index] = UInt8(truncatingIfNeeded: changed)
            bytes[index + 1] = UInt8(truncatingIfNeeded: changed >> 8)
        }
    }

    /// Decibels as a factor of amplitude.
    private static func power(_ decibels: Double) -> Double {
        // e to the power of x by halving x until the series is short: no library of mathematics is asked for here.
        let exponent = decibels / 20 * 2.302_585_092_994_045_7
        let small = exponent / 1024
        var result = 1 + small + small * small / 2 + small * small * small / 6
        for _ in 0..<10 { result *= result }
        return result
    }
}
