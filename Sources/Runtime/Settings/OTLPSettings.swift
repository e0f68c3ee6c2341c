package import Telemetry

/// Where OpenTelemetry data goes, and what of it: `--otlp`, `[otlp]` and the variables of OpenTelemetry.
package struct OTLPSettings: Equatable, Sendable {
    /// The whole address of each signal; without one it is not sent.
    package var endpoints: [OTLPSignal: String]
    package var encoding = OTLPEncoding.protobuf
    package var isPacked = false
    /// Of one request.
    package var timeout = Duration.seconds(10)
    package var headers = OTLPHeaders()
    /// A file with more headers, readable by its owner alone.
    package var headersFile: String?
    /// A PEM file trusted instead of the system's roots.
    package var certificate: String?
    package var serviceName = "livetop"
    /// Said of this process besides what livetop says by itself, and instead of it.
    package var resource: [String: String] = [:]
    package var conventions = SemanticConventions.realtime
    package var capturesContent = false
    /// How long spans and log records are gathered.
    package var delay = Duration.seconds(5)
    package var metricInterval = Duration.seconds(60)

    package init(endpoints: [OTLPSignal: String]) { self.endpoints = endpoints }

    package func sends(_ signal: OTLPSignal) -> Bool { endpoints[signal] != nil }
}

/// Headers of requests to a collector: secrets of somebody else's. Nothing that describes them shows their values.
package struct OTLPHeaders: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    package var fields: [(name: String, value: String)] = []

    package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    package static func == (left: OTLPHeaders, right: OTLPHeaders) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    /// Their names.
    package var description: String { fields.map(\.name).joined(separator: ", ") }

    package var customMirror: Mirror { Mirror(self, children: ["names": description]) }
}
