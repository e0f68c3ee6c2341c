public import LiveProtocol

/// What one request to a collector carries.
public struct OTLPRequest: Hashable, Sendable {
    /// Who says it.
    public var resource: [OTLPAttribute]
    /// The version of livetop, whose instrumentation this is.
    public var version: String
    public var items: Items

    public enum Items: Hashable, Sendable {
        case spans([OTLPSpan])
        /// - Parameter seen: when livetop looked.
        case logs([OTLPLogRecord], seen: Timestamp)
        /// - Parameters: when counting began, and when it came so far.
        case metrics([OTLPMetric], from: Timestamp, at: Timestamp)
    }

    public init(resource: [OTLPAttribute], version: String, items: Items) {
        self.resource = resource
        self.version = version
        self.items = items
    }

    static let scope = "livetop"

    /// The body in the protocol's encoding.
    public func body(_ encoding: OTLPEncoding) -> [UInt8] {
        switch encoding {
        case .protobuf: protobuf
        case .json: json.utf8
        }
    }
}

/// The two encodings of OTLP over HTTP, by their names in `OTEL_EXPORTER_OTLP_PROTOCOL`.
public enum OTLPEncoding: String, CaseIterable, Hashable, Sendable {
    case protobuf = "http/protobuf"
    case json = "http/json"

    public var contentType: String {
        switch self {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }
}
