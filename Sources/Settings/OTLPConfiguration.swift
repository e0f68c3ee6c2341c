import Filters
import Foundation
package import Runtime
package import TOMLKit
import Telemetry

/// What files and environment say of OpenTelemetry, besides the address for all signals.
///
/// The variables are OpenTelemetry's, and may be meant for the program that `livetop run` starts: one that says nothing
/// livetop can use is told and passed over, as its specification wants it. A file is livetop's: a mistake in it is an error.
package struct OTLPConfiguration: Equatable, Sendable {
    package static let tableName = "otlp"
    package static let endpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT"
    private static let headersVariable = "OTEL_EXPORTER_OTLP_HEADERS"
    /// Given for an address, it switches everything off.
    package static let off = "off"

    private var texts: [OTLPKey: String] = [:]
    private var headers = OTLPHeaders()
    private var isDisabled = false
    private var isMeantForGRPC = false
    private var capturesContent = false
    /// What the environment says that cannot be used.
    private var mistakes: [String] = []

    /// Takes in the table of a file: that of the user before that of the project, whose word counts for more.
    package mutating func read(_ table: TOMLTable, _ path: String) throws(UserError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        for name in table.keys.sorted() where name != SettingKey.otlpEndpoint {
            guard let key = OTLPKey(rawValue: name) else {
                let known = [SettingKey.otlpEndpoint] + OTLPKey.allCases.map(\.rawValue)
                let nearest = Suggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
                throw Self.mistake(path, name, "the settings are \(known.joined(separator: ", "))", nearest)
            }
            guard let text = table[name]?.string ?? table[name]?.int.map(String.init), key.accepts(text) else {
                throw Self.mistake(path, name, "it is not \(key.expected)", nil)
            }
            texts[key] = key.isPath ? URL(filePath: text, relativeTo: folder).path(percentEncoded: false) : text
        }
    }

    private static func mistake(_ path: String, _ name: String, _ why: String, _ remedy: String?) -> UserError {
        UserError(
            .badConfiguration, what: "\(path): bad value for \(name) in [otlp]", why: why,
            remedy: remedy ?? "mend or remove the line")
    }

    /// Takes in the variables, which go before the files.
    package mutating func read(_ environment: [String: String]) {
        for key in OTLPKey.allCases {
            guard let name = key.variable, let text = environment[name], !text.isEmpty else { continue }
            if key.accepts(text) { texts[key] = text } else if !isForOthers(text, key) { passOver(name, key.expected) }
        }
        if let text = environment[Self.endpointVariable], !text.isEmpty, SettingValue.collector(text) == nil {
            passOver(Self.endpointVariable, "a collector's address, such as http://localhost:4318")
        }
        if let text = environment[Self.headersVariable], !text.isEmpty {
            if let pairs = OTLPPairs(text) {
                headers = OTLPHeaders(pairs.list)
            } else {
                passOver(Self.headersVariable, "a list of name=value")
            }
        }
        isDisabled = environment["OTEL_SDK_DISABLED"]?.lowercased() == "true"
        let content = environment["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"]?.uppercased() ?? ""
        capturesContent = ["TRUE", "SPAN_ONLY", "SPAN_AND_EVENT"].contains(content)
    }

    /// It says something that has a meaning, though not for livetop.
    private mutating func isForOthers(_ text: String, _ key: OTLPKey) -> Bool {
        if key == .encoding, text == "grpc" { isMeantForGRPC = true }
        return key == .semconv || isMeantForGRPC && key == .encoding
    }

    private mutating func passOver(_ name: String, _ expected: String) {
        mistakes.append("\(name) is passed over: it is not \(expected)")
    }

    /// What is said besides the address, for people: of headers only the names.
    package var changes: [(name: String, value: String)] {
        let headers = headers.fields.isEmpty ? [] : [("headers", headers.description)]
        return OTLPKey.allCases.compactMap { key in texts[key].map { (key.rawValue, $0) } } + headers
    }
}

extension OTLPConfiguration {
    /// Where what goes; nil where nobody named an address, or somebody switched it off.
    ///
    /// - Parameter endpoint: the address for all signals, and who named it.
    package func settings(_ endpoint: Configuration.Value) -> OTLPSettings? {
        guard !isDisabled, endpoint.texts.first != Self.off, !isForGRPC(endpoint) else { return nil }
        let base = endpoint.texts.first.flatMap(SettingValue.collector)
        var endpoints: [OTLPSignal: String] = [:]
        for signal in OTLPSignal.allCases {
            // Who names an address for livetop itself means all of it.
            let own = endpoint.isForLivetop ? nil : texts[signal.endpointKey]
            endpoints[signal] = own ?? base.map { $0 + signal.path }
        }
        guard !endpoints.isEmpty else { return nil }
        var settings = OTLPSettings(endpoints: endpoints)
        settings.encoding = texts[.encoding].flatMap(OTLPEncoding.init(rawValue:)) ?? settings.encoding
        settings.isPacked = texts[.compression] == "gzip"
        settings.timeout = texts[.timeout].flatMap(OTLPKey.milliseconds) ?? settings.timeout
        settings.headers = headers
        settings.headersFile = texts[.headersFile]
        settings.certificate = texts[.certificate]
        settings.resource = Dictionary(
            texts[.resourceAttributes].flatMap { OTLPPairs($0)?.list } ?? [], uniquingKeysWith: { $1 })
        settings.serviceName = texts[.serviceName] ?? settings.resource["service.name"] ?? settings.serviceName
        settings.conventions = texts[.semconv].flatMap(OTLPKey.conventions) ?? settings.conventions
        settings.capturesContent = capturesContent
        settings.delay = texts[.delay].flatMap(OTLPKey.milliseconds) ?? settings.delay
        settings.metricInterval = texts[.metricInterval].flatMap(OTLPKey.milliseconds) ?? settings.metricInterval
        return settings
    }

    /// The environment speaks of gRPC, and nobody named an address for livetop: it is another program's.
    private func isForGRPC(_ endpoint: Configuration.Value) -> Bool {
        guard isMeantForGRPC else { return false }
        if case .environment(Self.endpointVariable) = endpoint.origin { return true }
        return endpoint.texts.isEmpty
    }

    /// What the environment says of OpenTelemetry that livetop cannot use; nothing where it is not asked to send.
    package func warnings(_ endpoint: Configuration.Value) -> [String] {
        guard !isDisabled, endpoint.texts.first != Self.off else { return [] }
        if isForGRPC(endpoint), !endpoint.texts.isEmpty {
            return [
                "OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc: livetop sends OTLP over HTTP alone, and sends nothing; "
                    + "--otlp http://HOST:4318 names an address for livetop"
            ]
        }
        let isAsked = settings(endpoint) != nil || mistakes.contains { $0.contains("ENDPOINT") }
        guard isAsked else { return [] }
        return mistakes + (settings(endpoint).map(exposure) ?? [])
    }

    /// Whoever listens on the way reads what is not encrypted.
    private func exposure(_ settings: OTLPSettings) -> [String] {
        guard !settings.headers.fields.isEmpty || settings.headersFile != nil else { return [] }
        let open = settings.endpoints.values.contains { url in
            url.hasPrefix("http://") && !["localhost", "127.0.0.1", "[::1]"].contains { url.hasPrefix("http://\($0)") }
        }
        return open ? ["headers with credentials go to the collector over http, without encryption"] : []
    }
}

extension Configuration.Value {
    /// Named by a flag, or by livetop's own variable.
    fileprivate var isForLivetop: Bool {
        origin == .flag || origin == .environment(SettingKey.otlp.environmentName)
    }
}

extension OTLPSignal {
    fileprivate var endpointKey: OTLPKey {
        switch self {
        case .traces: .tracesEndpoint
        case .logs: .logsEndpoint
        case .metrics: .metricsEndpoint
        }
    }
}
