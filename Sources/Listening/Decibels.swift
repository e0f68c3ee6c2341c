import LiveProtocol

/// Levels in decibels below full scale, from -120 dB.
package enum Decibels {
    /// What digital silence measures.
    package static let silence = -120.0

    /// Ten times the decimal logarithm, within 1e-8 dB for positive finite numbers. The pure targets have no C library.
    package static func of(_ power: Double) -> Double {
        guard power.isNormal, power > 0 else { return power > 0 ? .infinity : -.infinity }
        // power = mantissa · 2^exponent with the mantissa around 1, where the series of artanh converges at once:
        // ln m = 2 artanh((m - 1) / (m + 1)).
        var exponent = Double(power.exponent)
        var mantissa = power.significand
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        // Written out: a loop divides each time, and this is asked for every frame and every bin.
        let upper = ((1 / 11.0) * square + 1 / 9.0) * square + 1 / 7.0
        let series = ((upper * square + 1 / 5.0) * square + 1 / 3.0) * square + 1
        return 10 * (exponent * 0.301_029_995_663_981_2 + 2 * ratio * series * 0.434_294_481_903_251_83)
    }

    /// Level of a mean square, 1 being full scale.
    package static func level(_ meanSquare: Double) -> Double { of(meanSquare + 1e-12) }

    /// The power that `of` turns into `decibels`, for levels of sound; within 1e-6 of its value.
    package static func power(_ decibels: Double) -> Double {
        let exponent = decibels * 0.332_192_809_488_736_23
        let whole = exponent.rounded()
        // 2^x for x in -0.5...0.5, as the series of e^(x ln 2).
        let rest = (exponent - whole) * 0.693_147_180_559_945_3
        var series = 1.0
        for divisor in [7.0, 6, 5, 4, 3, 2, 1] { series = 1 + rest / divisor * series }
        return Double(sign: .plus, exponent: Int(Int64(clamping: min(max(whole, -1_000), 1_000))), significand: series)
    }
}
