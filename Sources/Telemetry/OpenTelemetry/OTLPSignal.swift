/// The three kinds of telemetry, by their names in OTLP's paths and variables.
public enum OTLPSignal: String, CaseIterable, Hashable, Sendable {
    case traces, logs, metrics

    /// What is counted of it, for people.
    public var items: String {
        switch self {
        case .traces: "spans"
        case .logs: "log records"
        case .metrics: "points of metrics"
        }
    }

    /// Where collectors take it.
    public var path: String { "/v1/\(rawValue)" }
}
