/// How far measured values were from the truth.
struct Errors {
    private var sizes: [Double] = []
    /// What is true and was not measured at all.
    private(set) var missing = 0

    /// - Parameters:
    ///   - measured: nil for a value that livetop does not have.
    ///   - scale: what makes the unit of the errors of the unit of the values.
    mutating func add(_ measured: Double?, truth: Double, scale: Double = 1) {
        if let measured { sizes.append(abs(measured - truth) * scale) } else { missing += 1 }
    }

    static func + (left: Errors, right: Errors) -> Errors {
        var sum = left
        sum.sizes += right.sizes
        sum.missing += right.missing
        return sum
    }

    var count: Int { sizes.count + missing }
    var median: Double { quantile(0.5) }
    var p90: Double { quantile(0.9) }
    var worst: Double { quantile(1) }

    /// The smallest error that `share` of all do not exceed; what is missing is infinitely wrong.
    private func quantile(_ share: Double) -> Double {
        let rank = Int((share * Double(count)).rounded(.up))
        guard count > 0, rank <= sizes.count else { return .infinity }
        return sizes.sorted()[max(rank - 1, 0)]
    }
}

extension Sequence<Errors> {
    var sum: Errors { reduce(Errors(), +) }
}
