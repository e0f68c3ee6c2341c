import LiveProtocol
package import SessionModel
import Wording

/// `response_ms.p95=1500`.
package struct MetricLimit: Sendable {
    private var metric: Metric
    private var statistic: String
    private var value: Double

    private static let statistics: [String: @Sendable (MetricStatistics) -> Double] = [
        "p50": { $0.p50 }, "p95": { $0.p95 }, "p99": { $0.p99 }, "min": { $0.min }, "max": { $0.max },
        "mean": { $0.mean }, "count": { Double($0.count) },
    ]

    /// In the order in which they are worth naming.
    package static let statisticNames = ["p50", "p95", "p99", "min", "max", "mean", "count"]

    package init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1)
        let names = sides.first?.split(separator: ".", maxSplits: 1) ?? []
        guard sides.count == 2, names.count == 2, let value = Double(sides[1]), value.isFinite,
            let metric = Metric(rawValue: String(names[0])), Self.statistics[String(names[1])] != nil
        else { return nil }
        (self.metric, self.statistic, self.value) = (metric, String(names[1]), value)
    }

    /// With its unit, as exactly as the limit: `924.8 ms`.
    private func words(_ value: Double) -> String {
        let figure = Format.significant(value)
        if statistic == "count" { return figure }
        return switch metric.unit {
        case .milliseconds: figure + " ms"
        case .decibels: figure + " dB"
        case .dollars: "$" + figure
        case .ratio, .share: figure
        }
    }

    package func outcome(in log: MetricLog, _ session: String) -> CheckOutcome {
        let name = "\(metric.rawValue).\(statistic) at most \(Format.significant(value))"
        guard let statistics = log.statistics(for: metric), let read = Self.statistics[statistic] else {
            return CheckOutcome(session: session, name: name, verdict: .unknown, detail: "no samples")
        }
        let actual = read(statistics)
        let anchor = statistics.anchor.map { " (\($0.rawValue))" } ?? ""
        return CheckOutcome(
            session: session, name: name, verdict: actual <= value ? .passed : .failed,
            detail: "\(words(actual)) of \(Format.counted(statistics.count, "sample"))\(anchor)")
    }
}
