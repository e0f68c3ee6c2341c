/// One setting of the proxy: a flag, an environment variable and a key of the configuration files, all of one name.
package enum SettingKey: String, CaseIterable, Sendable {
    case port
    case listen
    case upstream
    case upstreamFor = "upstream-for"
    case upstreamCA = "upstream-ca"
    case insecureUpstream = "insecure-upstream"
    case vertexLocation = "vertex-location"
    case noDeflate = "no-deflate"
    case allowOrigin = "allow-origin"
    case allowHost = "allow-host"
    case capture
    case dataDirectory = "data-dir"
    case keepFor = "keep-for"
    case keepSize = "keep-size"
    case coreDumps = "core-dumps"
    case metricsListen = "metrics-listen"
    case otlp

    /// The name of `otlp` within a table `[otlp]`, where more is said of it.
    package static let otlpEndpoint = "endpoint"
    case shipTo = "ship-to"
    case shipPayload = "ship-payload"
    case shipNode = "ship-node"
    case shipCredentials = "ship-credentials"

    package var flag: String { "--\(rawValue)" }

    /// `LIVETOP_UPSTREAM_CA`; the values of a list are separated by commas there.
    package var environmentName: String {
        "LIVETOP_" + rawValue.uppercased().replacing("-", with: "_")
    }

    /// Lists are replaced as a whole by the layer that wins; they are not merged.
    package var isList: Bool {
        switch self {
        case .listen, .upstreamFor, .allowOrigin, .allowHost: true
        default: false
        }
    }

    /// True or false; the flag stands for true and takes no value.
    package var isSwitch: Bool { [.insecureUpstream, .noDeflate, .coreDumps].contains(self) }

    /// It has a part in where calls go and how: what goes elsewhere is not led through a livetop that runs.
    package var concernsUpstream: Bool {
        switch self {
        case .upstream, .upstreamFor, .upstreamCA, .insecureUpstream, .vertexLocation, .noDeflate: true
        case .port, .listen, .allowOrigin, .allowHost, .capture, .dataDirectory, .keepFor, .keepSize, .coreDumps,
            .metricsListen, .otlp, .shipTo, .shipPayload, .shipNode, .shipCredentials:
            false
        }
    }

    /// Relative paths count from the folder of the file that names them.
    package var isPath: Bool { self == .upstreamCA || self == .dataDirectory || self == .shipCredentials }

    /// `to` for `ship-to`: its name in the table `[ship]` of a file; nil for a setting of no table.
    package var nameInShipTable: String? {
        rawValue.hasPrefix("ship-") ? String(rawValue.dropFirst("ship-".count)) : nil
    }

    /// A line of a configuration file.
    package var example: String {
        switch self {
        case .port: "port = 8910"
        case .listen: "listen = [\"127.0.0.1\", \"::1\"]"
        case .upstream: "upstream = \"https://generativelanguage.googleapis.com\""
        case .upstreamFor: "upstream-for = [\"tag:staging=https://staging.example\"]"
        case .noDeflate: "no-deflate = true"
        case .upstreamCA: "upstream-ca = \"corporate-root.pem\""
        case .insecureUpstream: "insecure-upstream = true"
        case .coreDumps: "core-dumps = true"
        case .metricsListen: "metrics-listen = \"127.0.0.1:9464\""
        case .otlp: "otlp = \"http://localhost:4318\""
        case .shipTo: "ship-to = \"http://clickhouse.internal:8123/livetop\""
        case .shipPayload: "ship-payload = \"no-audio\""
        case .shipNode: "ship-node = \"staging-3\""
        case .shipCredentials: "ship-credentials = \"~/.config/livetop/clickhouse\""
        case .vertexLocation: "vertex-location = \"us-central1\""
        case .allowOrigin: "allow-origin = [\"https://app.example\"]"
        case .allowHost: "allow-host = [\"host.docker.internal\"]"
        case .capture: "capture = \"no-audio\""
        case .keepFor: "keep-for = \"14d\""
        case .keepSize: "keep-size = \"5G\""
        case .dataDirectory: "data-dir = \"~/.local/share/livetop\""
        }
    }
}
