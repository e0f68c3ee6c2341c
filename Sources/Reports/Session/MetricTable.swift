import LiveProtocol
import SessionModel
import Wording

/// Percentiles of every metric, as `show` and `stats` print them.
struct MetricTable {
    let log: MetricLog
    /// Where the samples of a metric are, of those that the log has in another sense.
    var others: [Metric: MetricLog] = [:]

    private func log(of metric: Metric) -> MetricLog { others[metric] ?? log }

    /// Stable: other programs rely on these keys. One member per metric, in the order of `Metric`, samples or not.
    var json: JSONValue {
        .object(Metric.allCases.map { ($0.rawValue, object($0)) })
    }

    private func object(_ metric: Metric) -> JSONValue {
        let log = log(of: metric)
        let statistics = log.statistics(for: metric)
        let anchors = log.anchors(of: metric).compactMap { anchor in
            log.statistics(for: metric, anchor: anchor).map {
                (anchor.rawValue, JSONValue.object(Self.numbers($0) + [Self.exactness(metric, anchor)]))
            }
        }
        return .object(
            [("unit", .string(metric.unit.symbol)), ("anchor", .string(statistics?.anchor?.rawValue))]
                + Self.numbers(statistics)
                + [Self.exactness(metric, statistics?.anchor), ("anchors", .object(anchors))])
    }

    static func numbers(_ statistics: MetricStatistics?) -> [(String, JSONValue)] {
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
    var text: String { text(within: nil) }

    /// The same in at most so many columns, as far as that goes; nil for all.
    func text(within columns: Int?) -> String {
        let rows = Metric.allCases.flatMap(rows)
        guard !rows.isEmpty else { return "" }
        let header = ["METRIC", "FROM", "COUNT", "P50", "P95", "P99", "MAX", "MEAN", ""]
        return TextTable(header: header, rightAligned: [2, 3, 4, 5, 6, 7], rows: rows)
            .text(within: columns, dropped: ["MEAN", "P99", "FROM", ""])
    }

    private func rows(_ metric: Metric) -> [[String]] {
        let log = log(of: metric)
        guard let headline = log.statistics(for: metric) else { return [] }
        let others = log.anchors(of: metric).filter { $0 != headline.anchor }
        let variants = others.compactMap { log.statistics(for: metric, anchor: $0) }
        return [row(metric, headline, isFirst: true)] + variants.map { row(metric, $0, isFirst: false) }
    }

    private func row(_ metric: Metric, _ statistics: MetricStatistics, isFirst: Bool) -> [String] {
        let values = [statistics.p50, statistics.p95, statistics.p99, statistics.max, statistics.mean]
        let exactness = metric.exactness(from: statistics.anchor)
        return [isFirst ? metric.rawValue : "", statistics.anchor?.rawValue ?? ""]
            + [Format.count(statistics.count)] + values.map { Format.metric($0, metric.unit) }
            + [exactness == .exact ? "" : exactness.rawValue]
    }
}
