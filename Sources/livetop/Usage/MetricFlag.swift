import ArgumentParser
import Filters
import Reports
import SessionModel

/// `--max response_ms.p95=1500`: which part of it is wrong, where one is.
enum MetricFlag {
    @Sendable static func read(_ text: String) throws -> MetricLimit {
        if let limit = MetricLimit(argument: text) { return limit }
        let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
        let names = (sides.first ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        guard sides.count == 2, names.count == 2 else { throw mistake("'\(text)' is no limit") }
        let metrics = Metric.allCases.map(\.rawValue)
        guard metrics.contains(names[0]) else {
            throw unknown("metric", names[0], among: metrics, else: "they are \(metrics.joined(separator: ", "))") {
                "\($0).\(names[1])=\(sides[1])"
            }
        }
        guard MetricLimit.statisticNames.contains(names[1]) else {
            throw unknown(
                "statistic", names[1], among: MetricLimit.statisticNames,
                else: "the statistics are \(MetricLimit.statisticNames.joined(separator: ", "))"
            ) { "\(names[0]).\($0)=\(sides[1])" }
        }
        throw mistake("'\(sides[1])' is no number")
    }

    private static func mistake(_ what: String) -> ValidationError {
        ValidationError(
            what, why: "--max takes a metric, a statistic and the most that it may be",
            remedy: "livetop check --max response_ms.p95=1500")
    }

    private static func unknown(
        _ kind: String, _ name: String, among names: [String], else rule: String,
        mended: (String) -> String
    ) -> ValidationError {
        let nearest = Suggestion.nearest(to: name, among: names)
        return ValidationError(
            "there is no \(kind) '\(name)'", why: nearest.map { "did you mean '\($0)'?" } ?? rule,
            remedy: "livetop check --max " + (nearest.map(mended) ?? "response_ms.p95=1500"))
    }
}
