internal import LiveProtocol

/// Samples as the text of a scrape: families in the order of their table, samples in the order of their labels.
public struct Exposition {
    private let format: ExpositionFormat
    private var text = ""

    /// The whole answer to a scrape.
    public static func text(_ samples: MetricSamples, as format: ExpositionFormat) -> String {
        var exposition = Exposition(format: format)
        for family in MetricFamily.all { exposition.write(family, samples) }
        if format == .openMetrics { exposition.text += "# EOF\n" }
        return exposition.text
    }

    private init(format: ExpositionFormat) { self.format = format }

    private mutating func write(_ family: MetricFamily, _ samples: MetricSamples) {
        head(family)
        for (labels, value) in Self.sorted(samples.numbers(of: family)) {
            line(family.sampleName, Self.pairs(family, labels), Self.number(value))
        }
        for (labels, counts) in Self.sorted(samples.histograms(of: family)) {
            write(counts, family, Self.pairs(family, labels))
        }
    }

    private mutating func head(_ family: MetricFamily) {
        // In the older format a family bears the name of its samples, and knows no `info`.
        let name = format == .openMetrics ? family.name : family.sampleName
        let kind = format == .text && family.kind == .info ? "gauge" : family.kind.rawValue
        text += "# HELP \(name) \(Self.escape(family.help, quotes: format == .openMetrics))\n# TYPE \(name) \(kind)\n"
        if format == .openMetrics, let unit = family.unit { text += "# UNIT \(name) \(unit)\n" }
    }

    private mutating func write(_ counts: BucketCounts, _ family: MetricFamily, _ labels: [(String, String)]) {
        let bounds = counts.bounds.map(Self.number) + ["+Inf"]
        let cumulative = counts.cumulative
        for (index, (bound, count)) in zip(bounds, cumulative).enumerated() {
            let exemplar = counts.exemplars.indices.contains(index) ? counts.exemplars[index] : nil
            line(family.name + "_bucket", labels + [("le", bound)], String(count) + told(exemplar))
        }
        line(family.name + "_sum", labels, Self.number(counts.sum))
        line(family.name + "_count", labels, String(cumulative.last ?? 0))
    }

    /// Only the newer format knows exemplars.
    private func told(_ exemplar: Exemplar?) -> String {
        guard let exemplar, format == .openMetrics else { return "" }
        let span = exemplar.span.map { ",span_id=\"\($0)\"" } ?? ""
        let at = Self.number(Double(exemplar.at.nanoseconds / 1_000_000) / 1e3)
        return " # {trace_id=\"\(exemplar.trace)\"\(span)} \(Self.number(exemplar.value)) \(at)"
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
        let inside = labels.map { "\($0.0)=\"\(Self.escape($0.1, quotes: true))\"" }.joined(separator: ",")
        text += inside.isEmpty ? "\(name) \(value)\n" : "\(name){\(inside)} \(value)\n"
    }

    private static func pairs(_ family: MetricFamily, _ values: [String]) -> [(String, String)] {
        Array(zip(family.labels, values))
    }

    private static func sorted<Value>(_ samples: [[String]: Value]) -> [([String], Value)] {
        samples.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }

    /// `1.0`, `0.25`: the form in which both formats compare bounds.
    static func number(_ value: Double) -> String { "\(value)" }

    static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        if quotes { escaped = escaped.replacing("\"", with: "\\\"") }
        return escaped
    }
}
