public import Diagnosis
public import LiveProtocol

/// One log record as it is sent.
public struct OTLPLogRecord: Hashable, Sendable {
    /// What happened, in a name.
    public var event: String
    public var at: Timestamp
    public var severity: Severity
    /// The same in words of livetop's own.
    public var body: String
    public var attributes: [OTLPAttribute]
    public var trace: TraceID?
    public var span: SpanID?
}

extension Severity {
    /// `SeverityNumber` and its text.
    var onWire: (number: UInt64, text: String) {
        switch self {
        case .info: (9, "INFO")
        case .warning: (13, "WARN")
        case .error: (17, "ERROR")
        }
    }
}
