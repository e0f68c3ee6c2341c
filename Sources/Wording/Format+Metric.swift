import LiveProtocol
public import SessionModel

extension Format {
    /// A value of a metric with its unit: `812 ms`, `18.2 dB`, `1.34`, `0.3%`, `$0.0123`; unknown without a value.
    public static func metric(_ value: Double?, _ unit: Metric.Unit) -> String {
        guard let value, value.isFinite else { return unknown }
        return switch unit {
        case .milliseconds:
            value < 0 ? "-" + metric(-value, unit) : latency(.nanoseconds(Int64(clamping: value * 1e6)))
        case .decibels: fixed(value, 1) + " dB"
        case .ratio: fixed(value, 2)
        // A context of 128k tokens is a few tenths of a percent full for the first minute.
        case .share: fixed(value * 100, value < 0.1 ? 1 : 0) + "%"
        case .dollars: "$" + fixed(value, value < 1 ? 4 : 2)
        }
    }
}
