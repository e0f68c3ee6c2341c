import LiveProtocol
import SessionModel
import TerminalUI

/// Percentiles of every metric, as `show` and `stats` print them.
struct MetricTable {
    let log: MetricLog

    /// Stable: other programs rely on these keys. One member per metric, in the order of `Metric`, samples or not.
    var json: JSONValue {
        .object(Metric.allCases.map { ($0.rawValue, object($0)) })
    }

    private func object(_ metric: Metric) -> JSONValue {
        let statistics = log.statistics(for: metric)
        let anchors = log.anchors(of: metric).compactMap { anchor in
            log.statistics(for: metric, anchor: anchor).map {
                (anchor.rawValue, JSONValue.object(Self.numbers($0) + [Self.exactness(metric, anchor)]))
            }
        }
        return .object(
            [("unit", .string(metric.unit.rawValue)), ("anchor", .string(statistics?.anchor?.rawValue))]
                + Self.numbers(statistics)
                + [Self.exactness(metric, statistics?.anchor), ("anchors", .object(anchors))])
    }

    private static func numbers(_ statistics: MetricStatistics?) -> [(String, JSONValue)] {
        [
            ("count", .integer(statistics?.count ?? 0)), ("p50", .number(statistics?.p50)),
            ("p95", .number(statistics?.p95)), ("p99", .number(statistics?.p99)), ("max", .number(statistics?.max)),
            ("mean", .number(statistics?.mean)),
        ]
    }

    private static func exactness(_ metric: Metric, _ anchor: Anchor?) -> (String, JSONValue) {
        ("exactness", .string(metric.exactness(from: anchor).rawValue))
    }

    /// A table for people: a line per metric and anchor that has samples; empty without any.
    var text: String {
        let rows = Metric.allCases.flatMap(rows)
        guard !rows.isEmpty else { return "" }
        let header = ["METRIC", "FROM", "COUNT", "P50", "P95", "P99", "MAX", "MEAN", ""]
        return TextTable(header: header, rightAligned: [2, 3, 4, 5, 6, 7], rows: rows).text
    }

    private func rows(_ metric: Metric) -> [[String]] {
        guard let headline = log.statistics(for: metric) else { return [] }
        let others = log.anchors(of: metric).filter { $0 != headline.anchor }
        let variants = others.compactMap { log.statistics(for: metric, anchor: $0) }
        return [row(metric, headline, isFirst: true)] + variants.map { row(metric, $0, isFirst: false) }
    }

    private func row(_ metric: Metric, _ statistics: MetricStatistics, isFirst: Bool) -> [String] {
        let values = [statistics.p50, statistics.p95, statistics.p99, statistics.max, statistics.mean]
        let exactness = metric.exactness(from: statistics.anchor)
        return [isFirst ? metric.rawValue : "", statistics.anchor?.rawValue ?? ""]
            + [Format.count(statistics.count)] + values.map { Self.words($0, metric.unit) }
            + [exactness == .exact ? "" : exactness.rawValue]
    }

    /// `812 ms`, `18.2 dB`, `0.34`, `$0.0123`; unknown without a value.
    static func words(_ value: Double?, _ unit: Metric.Unit) -> String {
        guard let value else { return Format.unknown }
        return switch unit {
        case .milliseconds:
            value < 0 ? "-" + words(-value, unit) : Format.latency(.nanoseconds(Int64(clamping: value * 1e6)))
        case .decibels: Self.decimal(value, 1) + " dB"
        case .ratio: Self.decimal(value, 2)
        case .dollars: "$" + Self.decimal(value, value < 1 ? 4 : 2)
        }
    }

    /// Fixed decimals, without a locale.
    private static func decimal(_ value: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(Int64(1)) { scale, _ in scale * 10 }
        let scaled = Int64(clamping: (abs(value) * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let padding = String(repeating: "0", count: places - fraction.count)
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / scale).\(padding)\(fraction)"
    }
}
