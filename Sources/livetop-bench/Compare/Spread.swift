import FoundationEssentials

/// The median of repeated runs, with the lowest and the highest of them.
struct Spread {
    var median: Double
    var lowest: Double
    var highest: Double

    /// Nil without values.
    init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        self.lowest = lowest
        self.highest = highest
    }

    /// `12.3 (11.9–14.0)`; without the parentheses when there was but one run.
    var text: String { lowest == highest ? median.short : "\(median.short) (\(lowest.short)–\(highest.short))" }
}

extension Double {
    /// About three significant digits, never an exponent.
    var short: String {
        let digits = abs(self) >= 99.5 ? 0 : abs(self) >= 9.95 ? 1 : 2
        let factor = [1.0, 10, 100][digits]
        let scaled = (self * factor).rounded()
        guard digits > 0 else { return "\(Int(scaled))" }
        let whole = Int(abs(scaled))
        let fraction = "\(whole % Int(factor))"
        let padding = String(repeating: "0", count: digits - fraction.count)
        return "\(scaled < 0 ? "-" : "")\(whole / Int(factor)).\(padding)\(fraction)"
    }
}

extension Optional where Wrapped == Spread {
    var text: String { self?.text ?? "–" }
}

extension Optional where Wrapped == Double {
    var short: String { self?.short ?? "–" }
}
