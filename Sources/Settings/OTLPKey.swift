import Foundation
package import Telemetry

/// One setting of the table `[otlp]`, which is a variable of OpenTelemetry as well. The address for all signals is a setting
/// of its own (`SettingKey.otlp`).
package enum OTLPKey: String, CaseIterable, Sendable {
    case tracesEndpoint = "traces-endpoint"
    case logsEndpoint = "logs-endpoint"
    case metricsEndpoint = "metrics-endpoint"
    case encoding = "protocol"
    case compression
    case timeout = "timeout-ms"
    case certificate
    case headersFile = "headers-file"
    case serviceName = "service-name"
    case resourceAttributes = "resource-attributes"
    case semconv
    case delay = "delay-ms"
    case metricInterval = "metric-interval-ms"

    /// Nil where OpenTelemetry has no such variable.
    package var variable: String? {
        switch self {
        case .tracesEndpoint: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
        case .logsEndpoint: "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"
        case .metricsEndpoint: "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"
        case .encoding: "OTEL_EXPORTER_OTLP_PROTOCOL"
        case .compression: "OTEL_EXPORTER_OTLP_COMPRESSION"
        case .timeout: "OTEL_EXPORTER_OTLP_TIMEOUT"
        case .certificate: "OTEL_EXPORTER_OTLP_CERTIFICATE"
        case .headersFile: nil
        case .serviceName: "OTEL_SERVICE_NAME"
        case .resourceAttributes: "OTEL_RESOURCE_ATTRIBUTES"
        case .semconv: "OTEL_SEMCONV_STABILITY_OPT_IN"
        case .delay: "OTEL_BSP_SCHEDULE_DELAY"
        case .metricInterval: "OTEL_METRIC_EXPORT_INTERVAL"
        }
    }

    /// What may stand in it.
    package var expected: String {
        switch self {
        case .tracesEndpoint, .logsEndpoint, .metricsEndpoint:
            "the whole address, such as http://localhost:4318/v1/traces"
        case .encoding: "http/protobuf or http/json"
        case .compression: "gzip or none"
        case .timeout, .delay, .metricInterval: "a number of milliseconds from 1 to 86400000"
        case .certificate, .headersFile: "a path"
        case .serviceName: "a name"
        case .resourceAttributes: "pairs such as deployment.environment=staging,team=voice"
        case .semconv: "realtime or legacy"
        }
    }

    /// Relative paths count from the folder of the file that names them.
    package var isPath: Bool { self == .certificate || self == .headersFile }

    package func accepts(_ text: String) -> Bool {
        switch self {
        case .tracesEndpoint, .logsEndpoint, .metricsEndpoint: SettingValue.collector(text) != nil
        case .encoding: OTLPEncoding(rawValue: text) != nil
        case .compression: text == "gzip" || text == "none"
        case .timeout, .delay, .metricInterval: Self.milliseconds(text) != nil
        case .certificate, .headersFile, .serviceName: !text.isEmpty
        case .resourceAttributes: OTLPPairs(text) != nil
        case .semconv: Self.conventions(text) != nil
        }
    }

    package static func milliseconds(_ text: String) -> Duration? {
        Int64(text).flatMap { (1...86_400_000).contains($0) ? .milliseconds($0) : nil }
    }

    /// The variable is a list with words for other instrumentation in it, which say nothing here.
    package static func conventions(_ text: String) -> SemanticConventions? {
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        if words.contains("legacy") { return .legacy }
        return words.contains("realtime") || words.contains("gen_ai_latest_experimental") ? .realtime : nil
    }
}
